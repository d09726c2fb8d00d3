package io.espalier.controller.load;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.process.ControllerProcess;
import io.espalier.controller.store.Store;
import io.espalier.controller.store.TelemetryStore.Mark;
import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.shared.fleet.NodeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a controller has in memory that knows many nodes and has much telemetry in its store, while
 * all of them send more. Floor: one that has just been started and knows nothing.
 */
final class MemoryNeed {
  private static final int BATCH = 20_000;
  private static final int SAY_EVERY = 1_000_000;
  private static final double MOST_MEBI = 512;
  private static final double MEBI = 1 << 20;

  private MemoryNeed() {}

  static List<Figure> measure(Scene scene, ControllerPlan plan) throws Exception {
    double empty;
    try (ControllerProcess controller = scene.controller()) {
      empty = controller.process().residentBytes() / MEBI;
    }
    List<NodeId> nodes = MadeUpNodes.of(plan.nodes());
    fill(scene, plan, nodes);
    try (ControllerProcess controller = scene.controller()) {
      Presences.publish(scene.port(), nodes);
      Presences.awaitKnown(controller, plan.nodes());
      try (Sender sender =
          new Sender(
              scene.port(),
              "load",
              Scene.TOPICS,
              nodes,
              Math.max(100, plan.nodes() / 10.0),
              plan.seconds(),
              () -> false)) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.seconds());
        while (System.nanoTime() < until) {
          sender.oldest();
          controller
              .client()
              .get("/telemetry", Map.of("limit", "100"), TelemetryView.Several.class);
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
      double most = controller.process().peakResidentBytes() / MEBI;
      return List.of(
          Figure.of(
                  "controller RSS at most, %,d nodes, %,d samples"
                      .formatted(plan.nodes(), plan.samples()),
                  most,
                  "MiB")
              .above(empty)
              .atMost(MOST_MEBI));
    }
  }

  private static void fill(Scene scene, ControllerPlan plan, List<NodeId> nodes) throws Exception {
    Path data = Files.createDirectories(scene.directory().resolve("data"));
    int each = (int) Math.max(1, plan.samples() / nodes.size());
    try (Store store = Store.open(data.resolve("espalier"))) {
      List<Sample> batch = new ArrayList<>(BATCH);
      long made = 0;
      for (int seq = 0; made < plan.samples(); seq++) {
        for (NodeId node : nodes) {
          if (made++ < plan.samples()) {
            batch.add(sample(node, seq));
          }
          if (batch.size() == BATCH) {
            store.telemetry().save(batch, List.of());
            batch.clear();
          }
          if (made % SAY_EVERY == 0) {
            scene.say("memory: %,d of %,d samples in the store".formatted(made, plan.samples()));
          }
        }
      }
      List<Mark> marks = new ArrayList<>();
      nodes.forEach(node -> marks.add(new Mark(node.value(), 0, each, "", 0)));
      store.telemetry().save(batch, marks);
    }
  }

  /** Of an epoch before that of {@link KeptRecords}, which go on with their own numbers. */
  private static Sample sample(NodeId node, int seq) {
    KeptRecords record = new KeptRecords(node, "");
    record.make(0);
    return new Sample(
        node.value(),
        0,
        seq,
        "system",
        Instant.EPOCH.plusSeconds(seq),
        new String(record.next(Instant.EPOCH.plusSeconds(seq), 0), StandardCharsets.UTF_8));
  }
}
