package io.espalier.controller.load;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.process.ControllerProcess;
import io.espalier.shared.fleet.NodeId;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long it takes until every viewer has been told of a node that appeared. */
final class EventTimes {
  private static final long BETWEEN_MILLIS = 50;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int ALONE = 40;
  private static final double MOST_MILLIS = 1_000;

  private EventTimes() {}

  static List<Figure> measure(Scene scene, ControllerPlan plan) throws Exception {
    try (ControllerProcess controller = scene.controller()) {
      AckTimes one = times(scene, controller, "one", 1, ALONE);
      int events = (int) (TimeUnit.SECONDS.toMillis(plan.seconds()) / BETWEEN_MILLIS);
      AckTimes all = times(scene, controller, "all", plan.viewers(), events);
      scene.say("events: %,d delivered to %d viewers".formatted(all.total(), plan.viewers()));
      return List.of(
          Figure.of("event to " + plan.viewers() + " viewers, p50", all.quantile(0.5), "ms")
              .above(one.quantile(0.5)),
          Figure.of("event to " + plan.viewers() + " viewers, p99", all.quantile(0.99), "ms")
              .above(one.quantile(0.99))
              .atMost(MOST_MILLIS),
          Figure.of(
                  "events lost of " + (long) events * plan.viewers(),
                  (double) ((long) events * plan.viewers() - all.total()),
                  "events")
              .atMost(0));
    }
  }

  private static AckTimes times(
      Scene scene, ControllerProcess controller, String name, int viewers, int events)
      throws Exception {
    URI address = controller.client().server().resolve("/api/v1/events?types=node");
    Map<String, Long> sent = new ConcurrentHashMap<>();
    List<EventViewer> watching = new ArrayList<>();
    try (MqttWire wire = new MqttWire(scene.port(), "events-" + name)) {
      for (int n = 0; n < viewers; n++) {
        watching.add(new EventViewer(address, "\"id\":\"" + name + "-", sent));
      }
      for (int n = 0; n < events; n++) {
        NodeId node = new NodeId("%s-%05d".formatted(name, n));
        sent.put(node.value(), System.nanoTime());
        wire.publish(MqttWire.topic(Scene.TOPICS.presence(node)), Presences.online(node));
        wire.flush();
        TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
      }
      long until = System.nanoTime() + PATIENCE_NANOS;
      while (watching.stream().anyMatch(viewer -> viewer.seen() < events)
          && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
      }
      AckTimes all = new AckTimes();
      for (EventViewer viewer : watching) {
        all.add(viewer.close());
      }
      return all;
    } catch (IOException e) {
      for (EventViewer viewer : watching) {
        viewer.close();
      }
      throw e;
    }
  }
}
