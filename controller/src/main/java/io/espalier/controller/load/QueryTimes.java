package io.espalier.controller.load;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.process.ControllerProcess;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.SystemSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How long after a record was sent a program finds it, while the controller stores others at an
 * even rate: a few nodes send a record, ask until it is there, and send the next.
 */
final class QueryTimes {
  private static final int NODES = 1_000;
  private static final int ASKING = 8;
  private static final long POLL_MILLIS = 10;
  private static final long WARM_SECONDS = 3;
  private static final double MOST_MILLIS = 1_000;

  private QueryTimes() {}

  static List<Figure> measure(Scene scene, ControllerPlan plan, String store, String... options)
      throws Exception {
    try (ControllerProcess controller = scene.controller(options)) {
      WarmUp.of(scene, controller, "warm-for-query");
      AckTimes alone = times(scene, controller, "alone", 2);
      try (Sender load =
          new Sender(
              scene.port(),
              "load",
              Scene.TOPICS,
              MadeUpNodes.of("meanwhile", NODES),
              plan.rate(),
              (int) WARM_SECONDS + plan.seconds(),
              () -> false)) {
        TimeUnit.SECONDS.sleep(WARM_SECONDS);
        AckTimes busy = times(scene, controller, "busy", plan.seconds());
        load.oldest();
        double offered = (double) load.made() / (WARM_SECONDS + plan.seconds());
        scene.say("query: %,d looked for at %,.0f records/s".formatted(busy.total(), offered));
        return List.of(
            Figure.of("publish to query in %s, p50".formatted(store), busy.quantile(0.5), "ms")
                .above(alone.quantile(0.5)),
            Figure.of("publish to query in %s, p99".formatted(store), busy.quantile(0.99), "ms")
                .above(alone.quantile(0.99))
                .atMost(MOST_MILLIS),
            Figure.of("records offered meanwhile, " + store, offered, "records/s")
                .atLeast(0.99 * plan.rate()));
      }
    }
  }

  private static AckTimes times(Scene scene, ControllerProcess controller, String name, int seconds)
      throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService threads = Executors.newFixedThreadPool(ASKING);
    try {
      List<Future<AckTimes>> asking = new ArrayList<>();
      for (int n = 0; n < ASKING; n++) {
        NodeId node = new NodeId("probe-" + name + "-" + n);
        asking.add(threads.submit(() -> oneByOne(scene, controller, node, until)));
      }
      AckTimes all = new AckTimes();
      for (Future<AckTimes> one : asking) {
        all.add(one.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private static AckTimes oneByOne(
      Scene scene, ControllerProcess controller, NodeId node, long until) throws Exception {
    AckTimes times = new AckTimes();
    try (MqttWire wire = new MqttWire(scene.port(), node.value())) {
      byte[] topic = MqttWire.topic(Scene.TOPICS.systemTelemetry(node));
      long after = 0;
      for (long seq = 0; System.nanoTime() < until; seq++) {
        long from = System.nanoTime();
        Stamp stamp = new Stamp(Stamp.SCHEMA, 1, seq, Instant.now(), true);
        wire.publish(
            topic, MessageCodec.encode(new SystemSample(stamp, node, 1, 1, 1, 1, 1, 48.5, 1L, 0L)));
        wire.flush();
        after = awaitNext(controller, node, after);
        times.add(from, System.nanoTime());
      }
    }
    return times;
  }

  private static long awaitNext(ControllerProcess controller, NodeId node, long after)
      throws Exception {
    while (true) {
      TelemetryView.Several found =
          controller
              .client()
              .get(
                  "/telemetry",
                  Map.of("node", node.value(), "after", Long.toString(after), "limit", "1"),
                  TelemetryView.Several.class);
      if (!found.records().isEmpty()) {
        return found.next();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
