package io.espalier.controller.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FleetRegistryTest {
  private static final NodeId NODE = new NodeId("pi-1");

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private final FleetRegistry fleet = new FleetRegistry();

  @Test
  void unknownNode_hasNoDescriptor() {
    assertThat(fleet.descriptor(NODE)).isEmpty();
  }

  @Test
  void presenceOfAnOlderStart_neverOverridesANewerOne() {
    assertThat(fleet.accept(online(2, "new board"), NOW)).isTrue();
    assertThat(fleet.accept(online(1, "old board"), NOW)).isFalse();
    assertThat(fleet.accept(offline(1), NOW)).isFalse();
    assertThat(fleet.descriptor(NODE)).hasValueSatisfying(d -> isBoard(d, "new board"));
  }

  @Test
  void presenceOfANewerStart_overridesAnOlderOne() {
    fleet.accept(online(1, "old board"), NOW);
    assertThat(fleet.accept(online(2, "new board"), NOW)).isTrue();
    assertThat(fleet.descriptor(NODE)).hasValueSatisfying(d -> isBoard(d, "new board"));
  }

  @Test
  void sameStart_mayGoAndComeAgain() {
    assertThat(fleet.accept(online(1, "board"), NOW)).isTrue();
    assertThat(fleet.accept(offline(1), NOW)).isTrue();
    assertThat(fleet.accept(online(1, "board"), NOW)).isTrue();
  }

  @Test
  void nodeThatWentOffline_isStillWhatItSaidItIs() {
    fleet.accept(online(1, "board"), NOW);
    fleet.accept(offline(1), NOW);
    fleet.accept(offline(2), NOW);
    assertThat(fleet.descriptor(NODE)).hasValueSatisfying(d -> isBoard(d, "board"));
  }

  private static void isBoard(NodeDescriptor descriptor, String board) {
    assertThat(descriptor.hardware()).isEqualTo(board);
  }

  private static Presence online(long epoch, String hardware) {
    NodeDescriptor descriptor =
        new NodeDescriptor(hardware, "aarch64", 4, 1L << 32, "Linux", "0.1.0", "2.20.0", null);
    return new Presence(stamp(epoch), NODE, Presence.State.ONLINE, descriptor);
  }

  private static Presence offline(long epoch) {
    return new Presence(stamp(epoch), NODE, Presence.State.OFFLINE, null);
  }

  private static Stamp stamp(long epoch) {
    return new Stamp(Stamp.SCHEMA, epoch, 0, Instant.EPOCH, false);
  }
}
