package io.espalier.controller.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    assertThat(fleet.accept(online(2, "new board"), false, NOW)).isTrue();
    assertThat(fleet.accept(online(1, "old board"), false, NOW)).isFalse();
    assertThat(fleet.accept(offline(1), false, NOW)).isFalse();
    assertThat(fleet.descriptor(NODE)).hasValueSatisfying(d -> isBoard(d, "new board"));
  }

  @Test
  void presenceOfANewerStart_overridesAnOlderOne() {
    fleet.accept(online(1, "old board"), false, NOW);
    assertThat(fleet.accept(online(2, "new board"), false, NOW)).isTrue();
    assertThat(fleet.descriptor(NODE)).hasValueSatisfying(d -> isBoard(d, "new board"));
  }

  @Test
  void sameStart_mayGoAndComeAgain() {
    assertThat(fleet.accept(online(1, "board"), false, NOW)).isTrue();
    assertThat(fleet.accept(offline(1), false, NOW)).isTrue();
    assertThat(fleet.accept(online(1, "board"), false, NOW)).isTrue();
  }

  @Test
  void presenceThatTheBrokerKeeps_isNewsOnce_andMovesNoClock() {
    Instant later = NOW.plusSeconds(60);
    assertThat(fleet.accept(online(1, "board"), true, NOW)).isTrue();
    assertThat(fleet.accept(online(1, "board"), true, later)).isFalse();
    assertThat(fleet.node(NODE)).map(KnownNode::lastSeen).hasValue(NOW);
    assertThat(fleet.accept(offline(1), true, later)).isTrue();
    assertThat(fleet.accept(offline(1), true, later)).isFalse();
    assertThat(fleet.accept(online(1, "other"), true, later)).isTrue();
    assertThat(fleet.accept(online(1, "other"), false, later)).isTrue();
  }

  @Test
  void nodeThatWentOffline_isStillWhatItSaidItIs() {
    fleet.accept(online(1, "board"), false, NOW);
    fleet.accept(offline(1), false, NOW);
    fleet.accept(offline(2), false, NOW);
    assertThat(fleet.descriptor(NODE)).hasValueSatisfying(d -> isBoard(d, "board"));
  }

  @Test
  void nodeThatSaidSomething_isThere() {
    assertThat(fleet.accept(online(1, "board"), false, NOW)).isTrue();
    assertThat(fleet.all())
        .extracting(KnownNode::id, KnownNode::online, KnownNode::lastSeen)
        .containsExactly(tuple(NODE, true, NOW));
  }

  @Test
  void reportedState_countsByEpochThenNumber() {
    assertThat(fleet.accept(reported(2, 5), NOW)).isTrue();
    assertThat(fleet.accept(reported(2, 5), NOW)).isFalse();
    assertThat(fleet.accept(reported(2, 4), NOW)).isFalse();
    assertThat(fleet.accept(reported(1, 9), NOW)).isFalse();
    assertThat(fleet.accept(reported(2, 6), NOW)).isTrue();
    assertThat(fleet.accept(reported(3, 0), NOW)).isTrue();
  }

  @Test
  void labelsSetHere_overrideTheNodesOwnAndOutliveItsStarts() {
    assertThat(fleet.label(NODE, Map.of("group", "lab"))).isEmpty();
    fleet.accept(labelled(1, Map.of("group", "shops", "floor", "2")), false, NOW);
    fleet.label(NODE, Map.of("group", "lab"));
    fleet.accept(labelled(2, Map.of("group", "shops", "floor", "3")), false, NOW);
    assertThat(fleet.node(NODE).orElseThrow().labels())
        .containsExactly(entry("floor", "3"), entry("group", "lab"));
    fleet.label(NODE, Map.of());
    assertThat(fleet.node(NODE).orElseThrow().labels()).containsEntry("group", "shops");
  }

  @Test
  void nodeFromTheStore_isKnownButNotThere_andItsOldStartsStayOld() throws Exception {
    fleet.accept(online(3, "board"), false, NOW);
    fleet.accept(reported(3, 5), NOW);
    fleet.label(NODE, Map.of("group", "lab"));
    KnownNode before = fleet.node(NODE).orElseThrow();

    FleetRegistry after = new FleetRegistry();
    after.restore(List.of(FleetRecords.node(FleetRecords.row(before))));
    assertThat(after.all()).containsExactly(before.gone());
    assertThat(after.accept(online(2, "old"), false, NOW)).isFalse();
    assertThat(after.accept(reported(3, 5), NOW)).isFalse();
    assertThat(after.accept(online(3, "board"), false, NOW)).isTrue();
    assertThat(after.node(NODE)).hasValue(before);
  }

  @Test
  void nodeThatDidNotComeBackToTheBroker_isGone() {
    assertThat(fleet.lost(NODE)).isFalse();
    fleet.accept(online(1, "board"), false, NOW);
    assertThat(fleet.lost(NODE)).isTrue();
    assertThat(fleet.lost(NODE)).isFalse();
    assertThat(fleet.node(NODE).orElseThrow().online()).isFalse();
  }

  private static void isBoard(NodeDescriptor descriptor, String board) {
    assertThat(descriptor.hardware()).isEqualTo(board);
  }

  private static Presence online(long epoch, String hardware) {
    NodeDescriptor descriptor =
        new NodeDescriptor(hardware, "aarch64", 4, 1L << 32, "Linux", "0.1.0", "2.20.0", null);
    return new Presence(stamp(epoch), NODE, Presence.State.ONLINE, descriptor);
  }

  private static Presence labelled(long epoch, Map<String, String> labels) {
    NodeDescriptor descriptor =
        new NodeDescriptor(
            "board", "aarch64", 4, 1L << 32, "Linux", "0.1.0", "2.20.0", new TreeMap<>(labels));
    return new Presence(stamp(epoch), NODE, Presence.State.ONLINE, descriptor);
  }

  private static ReportedState reported(long epoch, long seq) {
    return new ReportedState(
        new Stamp(Stamp.SCHEMA, epoch, seq, Instant.EPOCH, false),
        NODE,
        Phase.IDLE,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Presence offline(long epoch) {
    return new Presence(stamp(epoch), NODE, Presence.State.OFFLINE, null);
  }

  private static Stamp stamp(long epoch) {
    return new Stamp(Stamp.SCHEMA, epoch, 0, Instant.EPOCH, false);
  }
}
