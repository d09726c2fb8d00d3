package io.espalier.controller.load;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.process.ControllerProcess;
import io.espalier.shared.fleet.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long requests take while 50 connections ask as fast as they are answered. */
final class ApiTimes {
  private static final double MOST_MILLIS = 50;
  private static final int NODES = 1_000;
  private static final List<String> ASKED =
      List.of("/api/v1/nodes?limit=50", "/api/v1/telemetry?limit=20");

  private ApiTimes() {}

  static List<Figure> measure(Scene scene, ControllerPlan plan) throws Exception {
    try (ControllerProcess controller = scene.controller()) {
      fill(scene, controller);
      Requests floor = Requests.measure(controller, "/healthz", plan.seconds());
      scene.say("api: %s".formatted(floor));
      List<Figure> figures = new ArrayList<>();
      for (String path : ASKED) {
        Requests requests = Requests.measure(controller, path, plan.seconds());
        scene.say("api: %s".formatted(requests));
        figures.add(
            Figure.of("GET " + path + ", p99", requests.p99Millis(), "ms")
                .above(floor.p99Millis())
                .atMost(MOST_MILLIS));
        figures.add(
            Figure.of("GET " + path, requests.perSecond(), "requests/s").above(floor.perSecond()));
      }
      return figures;
    }
  }

  private static void fill(Scene scene, ControllerProcess controller) throws Exception {
    List<NodeId> nodes = MadeUpNodes.of(NODES);
    Presences.publish(scene.port(), nodes);
    try (Sender sender =
        new Sender(scene.port(), "fill", Scene.TOPICS, nodes, 2_000, 1, () -> false)) {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!sender.isDone()) {
        if (System.nanoTime() > until) {
          throw new IOException("telemetry: expected it stored in 60 s, found it is not");
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    Presences.awaitKnown(controller, NODES);
  }
}
