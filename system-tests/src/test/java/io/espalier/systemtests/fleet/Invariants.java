package io.espalier.systemtests.fleet;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.shared.telemetry.TelemetryAck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What no fault may change. */
final class Invariants {
  private static final int PAGE = 10_000;

  private final Fleet fleet;

  private Invariants(Fleet fleet) {
    this.fleet = fleet;
  }

  /** A record of telemetry by its number. */
  private record Numbered(String node, long epoch, long seq) {}

  /** A start of a node. */
  private record Start(String node, long epoch) {}

  /** Checks all of them; the fleet has converged. */
  static void hold(Fleet fleet) {
    Invariants invariants = new Invariants(fleet);
    invariants.oneActiveModelOnEachNode();
    invariants.aWorkingModelAtEveryMomentAfterTheFirst();
    invariants.noAcknowledgedRecordIsLost();
    invariants.noWaveWithoutEvidence();
  }

  /** What the node serves, what it said, and what the controller believes are one. */
  private void oneActiveModelOnEachNode() {
    for (int i = 0; i < fleet.nodes().size(); i++) {
      FleetNode node = fleet.nodes().get(i);
      ServiceWatch watch = fleet.watches().get(i);
      if (node.running().isPresent()) {
        await(node.id() + " and the controller agree")
            .atMost(Fleet.CONVERGENCE)
            .ignoreExceptions()
            .untilAsserted(
                () -> {
                  JsonNode reported = fleet.controller().node(node.id()).path("reported");
                  JsonNode health = watch.health();
                  assertThat(health.path("model").asText())
                      .isEqualTo(reported.at("/running/model").asText());
                  assertThat(health.path("deployment").asText())
                      .isEqualTo(reported.at("/running/deployment").asText());
                  assertThat(reported.path("phase").asText())
                      .isIn("idle", "active", "refused", "fallen_back");
                });
      }
    }
  }

  private void aWorkingModelAtEveryMomentAfterTheFirst() {
    assertThat(fleet.watches())
        .allSatisfy(
            watch -> {
              assertThat(watch.failures()).as("%s", watch).isEmpty();
            });
  }

  /** Whatever a node was told to be stored, the store has, or the node has told it dropped. */
  private void noAcknowledgedRecordIsLost() {
    Map<Start, Long> acknowledged = acknowledged();
    assertThat(acknowledged.keySet().stream().map(Start::node).collect(toSet()))
        .as("nodes whose telemetry is acknowledged")
        .containsAll(
            fleet.nodes().stream()
                .filter(node -> node.running().isPresent())
                .map(FleetNode::id)
                .toList());
    await("telemetry that was acknowledged is stored")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(missing(acknowledged)).isEmpty());
  }

  private List<Numbered> missing(Map<Start, Long> acknowledged) {
    Set<Numbered> stored = stored();
    List<Numbered> missing = new ArrayList<>();
    acknowledged.forEach(
        (start, upTo) -> {
          for (long seq = 0; seq <= upTo; seq++) {
            Numbered record = new Numbered(start.node(), start.epoch(), seq);
            if (!stored.contains(record)) {
              missing.add(record);
            }
          }
        });
    return missing;
  }

  private Map<Start, Long> acknowledged() {
    Map<Start, Long> upTo = new HashMap<>();
    fleet
        .observer()
        .all(TelemetryAck.class)
        .forEach(
            ack ->
                ack.marks()
                    .forEach(
                        mark ->
                            upTo.merge(
                                new Start(ack.node().value(), mark.epoch()),
                                mark.upTo(),
                                Math::max)));
    return upTo;
  }

  private Set<Numbered> stored() {
    Set<Numbered> stored = new HashSet<>();
    long after = 0;
    while (true) {
      JsonNode page = fleet.controller().get("/telemetry?after=%d&limit=%d".formatted(after, PAGE));
      if (page.path("records").isEmpty()) {
        return stored;
      }
      for (JsonNode row : page.path("records")) {
        String node = row.path("node").asText();
        JsonNode record = row.path("record");
        JsonNode stamp = record.path("stamp");
        stored.add(new Numbered(node, stamp.path("epoch").asLong(), stamp.path("seq").asLong()));
        if (row.path("kind").asText().equals("dropped")) {
          for (long seq = record.path("first").asLong();
              seq <= record.path("last").asLong();
              seq++) {
            stored.add(new Numbered(node, record.path("epoch").asLong(), seq));
          }
        }
      }
      after = page.path("next").asLong();
    }
  }

  /** The first wave goes on nothing; each later one, and the end, on what gates said. */
  private void noWaveWithoutEvidence() {
    for (JsonNode rollout : fleet.controller().get("/rollouts").path("rollouts")) {
      String id = rollout.path("id").asText();
      for (JsonNode entry : fleet.controller().get("/rollouts/" + id + "/audit").path("entries")) {
        String what = entry.path("what").asText();
        if (what.equals("done") || (what.startsWith("wave ") && !what.startsWith("wave 1 of"))) {
          assertThat(entry.path("evidence")).as("%s: %s", id, entry).isNotEmpty();
          assertThat(entry.path("evidence"))
              .allSatisfy(
                  gate ->
                      assertThat(gate.at("/verdict/outcome").asText())
                          .as("%s: %s", id, entry)
                          .isIn("excluded", "within"));
        }
      }
    }
  }
}
