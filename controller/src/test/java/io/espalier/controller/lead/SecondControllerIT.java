package io.espalier.controller.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.api.RolloutView;
import io.espalier.controller.simulation.SyntheticModel;
import io.espalier.controller.store.PostgresStore;
import io.espalier.controller.store.Store;
import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.SystemSample;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two controllers as processes, one broker, one PostgreSQL; the one that drives is killed. */
class SecondControllerIT {
  private static final Duration TAKEOVER = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final NodeId NODE = new NodeId("pi-1");
  private static final int RECORDS = 300;

  @RegisterExtension static final PostgresStore POSTGRES = new PostgresStore();

  @TempDir private Path directory;

  @Test
  void controllerThatDrivesIsKilled_theOtherTakesOver_nothingIsLostOrDoneTwice() throws Exception {
    try (Mosquitto mosquitto = Mosquitto.forgetful(directory);
        BrokerLink node = new BrokerLink(new LinkConfig(mosquitto.uri(), "pi-1", null, 0));
        ControllerProcess first =
            ControllerProcess.start(directory.resolve("first"), mosquitto.uri(), POSTGRES);
        ControllerProcess second =
            ControllerProcess.start(directory.resolve("second"), mosquitto.uri(), POSTGRES)) {
      node.start().join();
      node.publish(OutboundMessage.retained(TOPICS.presence(NODE), online())).join();
      await("the first drives").atMost(LONG).ignoreExceptions().until(() -> label(first, "a"));
      String digest =
          first
              .client()
              .upload(
                  "/artifacts",
                  Map.of("kind", "model", "name", "m"),
                  SyntheticModel.of(SyntheticModel.LEAST_BYTES, 1),
                  ArtifactView.class)
              .digest()
              .hex();
      first
          .client()
          .post(
              "/rollouts",
              Map.of("name", "r1", "model", digest, "to", "all", "canary", "1"),
              RolloutView.class);
      HttpResponse<String> refused = second.clearLabels("pi-1");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("found one that follows; ask " + first.address());
      assertThat(refused.headers().firstValue("Espalier-Driver")).hasValue(first.address());
      label(second, "b");
      assertThat(first.client().get("/nodes/pi-1", Map.of(), NodeView.class).labels())
          .as("whoever asks by commands is led to the one that drives")
          .containsEntry("group", "b");

      send(node, 0, RECORDS / 2);
      first.kill();
      long killed = System.nanoTime();
      send(node, RECORDS / 2, RECORDS);
      await("the second drives")
          .atMost(TAKEOVER)
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .until(() -> label(second, "c"));
      Duration took = Duration.ofNanos(System.nanoTime() - killed);
      System.out.printf("taken over %d ms after kill -9%n", took.toMillis());

      RolloutView aborted = second.client().post("/rollouts/r1/abort", Map.of(), RolloutView.class);
      assertThat(aborted.stage().isFinal()).as("the rollout went on, and could be ended").isTrue();
      try (Store store = Store.open(POSTGRES.address())) {
        // What nobody acknowledged a node sends again.
        await("all records are stored")
            .atMost(LONG)
            .until(
                () -> {
                  long stored = store.telemetry().totals().stored();
                  if (stored < RECORDS) {
                    send(node, 0, RECORDS);
                  }
                  return stored == RECORDS;
                });
        assertThat(store.telemetry().totals().dropped()).isZero();
        assertThat(store.telemetry().mark("pi-1", 1).orElseThrow().upTo()).isEqualTo(RECORDS - 1);
        List<String> steps =
            store.rollouts().audit("r1").stream().map(step -> step.what()).toList();
        assertThat(steps).hasSizeGreaterThan(1).doesNotHaveDuplicates();
      }
    }
  }

  private static boolean label(ControllerProcess at, String group) throws Exception {
    at.client().put("/nodes/pi-1/labels", Map.of("labels", Map.of("group", group)), NodeView.class);
    return true;
  }

  private static void send(BrokerLink node, int from, int to) {
    for (int seq = from; seq < to; seq++) {
      SystemSample sample =
          new SystemSample(
              stamp(seq), NODE, 12.5, 1L << 24, 20, 1L << 30, 1L << 32, 48.5, null, null);
      node.publish(OutboundMessage.event(TOPICS.systemTelemetry(NODE), MessageCodec.encode(sample)))
          .join();
    }
  }

  private static byte[] online() {
    NodeDescriptor board =
        new NodeDescriptor("board", "aarch64", 4, 1L << 32, "Linux", "0.1.0", "2.20.0", null);
    return MessageCodec.encode(new Presence(stamp(0), NODE, Presence.State.ONLINE, board));
  }

  private static Stamp stamp(long seq) {
    return new Stamp(Stamp.SCHEMA, 1, seq, Instant.now(), true);
  }
}
