package io.espalier.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store in a real PostgreSQL, which several controllers can have. */
class StoreIT extends StoreContract {
  @RegisterExtension static final PostgresStore POSTGRES = new PostgresStore();

  @Override
  Store open() {
    return POSTGRES.open();
  }

  @Test
  void lockOfWhoeverDrives_isHadByOne_andByTheNextOnceThatHasEnded() {
    try (Store first = Store.open(POSTGRES.address());
        Store second = Store.open(POSTGRES.address());
        LeaderLock waits = second.leaderLock().orElseThrow()) {
      try (LeaderLock has = first.leaderLock().orElseThrow()) {
        assertThat(has.hold("http://first")).isTrue();
        assertThat(has.hold("http://first")).as("still").isTrue();
        assertThat(waits.hold("http://second")).isFalse();
        assertThat(waits.isHeld()).isFalse();
        assertThat(waits.holder()).hasValue("http://first");
      }
      await("it is free").until(() -> waits.hold("http://second"));
      assertThat(waits.holder()).hasValue("http://second");
    }
  }

  @Test
  void whoDroveBefore_changesNothingAnyMore_butStillStoresTelemetry() {
    try (Store before = open();
        Store now = open()) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> before.nodes().saveDesired(Map.of("a", "{}")))
          .withMessageContaining("found another does");
      assertThat(before.nodes().desired()).isEmpty();
      before.telemetry().save(List.of(sample("a", 0)), List.of());
      now.nodes().saveDesired(Map.of("a", "{}"));
      assertThat(before.nodes().desired()).containsKey("a");
      assertThat(now.telemetry().totals().stored()).isEqualTo(1);
    }
  }

  @Test
  void contentOfAnArtifact_isThereForControllersWithoutItsFile() {
    byte[] content = new byte[600_000];
    content[599_999] = 7;
    try (Store store = open()) {
      store.artifacts().saveContent("d", ArtifactStore.Form.PLAIN, content);
      assertThat(store.artifacts().content("d", ArtifactStore.Form.PLAIN)).hasValue(content);
      assertThat(store.artifacts().content("d", ArtifactStore.Form.CODED)).isEmpty();
    }
  }
}
