package io.espalier.controller.load;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.process.ControllerProcess;
import io.espalier.shared.fleet.NodeId;
import java.util.List;

/**
 * How many records a second are stored of as many as a bare subscriber can drain from the same
 * broker: all of those are offered, and the time counts until the last is stored.
 */
record IngestRate(String name, double perSecond, double floorPerSecond, double cpuMicros) {
  private static final double WANTED = 0.8;
  private static final int NODES = 1_000;
  private static final int FLOOR_SECONDS = 3;
  private static final long PATIENCE_SECONDS = 600;
  private static final double NANOS = 1e9;

  static IngestRate measure(Scene scene, ControllerPlan plan, String store, String... options)
      throws Exception {
    String name = "telemetry stored in " + store;
    List<NodeId> nodes = MadeUpNodes.of(NODES);
    Floor floor = Floor.measure(scene.port(), Scene.TOPICS, nodes, FLOOR_SECONDS);
    scene.say("%s: a bare subscriber drains %,.0f records/s".formatted(name, floor.perSecond()));
    try (ControllerProcess controller = scene.controller(options)) {
      WarmUp.of(scene, controller, "warm");
      long before = controller.counts().recordsStored();
      double cpuBefore = controller.process().cpuSeconds();
      long from = System.nanoTime();
      try (Sender sender =
          new Sender(
              scene.port(),
              "load",
              Scene.TOPICS,
              nodes,
              floor.perSecond(),
              plan.seconds(),
              () -> false)) {
        long total = (long) (floor.perSecond() * plan.seconds()) - 1;
        WarmUp.awaitStored(controller, sender, before + total, PATIENCE_SECONDS);
        double perSecond = total / ((System.nanoTime() - from) / NANOS);
        double cpu = (controller.process().cpuSeconds() - cpuBefore) * 1e6 / total;
        scene.say(
            "%s: %,.0f records/s, %.0f µs of processors each".formatted(name, perSecond, cpu));
        return new IngestRate(name, perSecond, floor.perSecond(), cpu);
      }
    }
  }

  Figure figure() {
    return Figure.of(name, perSecond, "records/s")
        .above(floorPerSecond)
        .atLeast(WANTED * floorPerSecond);
  }
}
