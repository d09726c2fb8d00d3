package io.espalier.controller.load;

import io.espalier.controller.process.ControllerProcess;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Nodes that do not exist and say that they are there. */
final class Presences {
  private static final long PATIENCE_SECONDS = 120;
  private static final long POLL_MILLIS = 100;
  private static final String ONLINE = "espalier_nodes{";

  private Presences() {}

  /** Publishes all of them; done when the broker has them. */
  static void publish(int port, List<NodeId> nodes) throws IOException {
    try (MqttWire wire = new MqttWire(port, "presences")) {
      AtomicInteger taken = new AtomicInteger();
      Thread reading = new Thread(() -> read(wire, taken), "presences");
      reading.setDaemon(true);
      reading.start();
      int sent = 0;
      for (NodeId node : nodes) {
        while (sent - taken.get() >= Sender.MOST_IN_FLIGHT) {
          Thread.onSpinWait();
        }
        wire.publish(MqttWire.topic(Scene.TOPICS.presence(node)), online(node));
        wire.flush();
        sent++;
      }
      while (taken.get() < sent && reading.isAlive()) {
        Thread.onSpinWait();
      }
    }
  }

  private static void read(MqttWire wire, AtomicInteger taken) {
    try {
      wire.read(
          new MqttWire.Events() {
            @Override
            public void acknowledged() {
              taken.incrementAndGet();
            }

            @Override
            public void arrived(byte[] payload) {
              // Nothing was subscribed to.
            }
          });
    } catch (IOException e) {
      // Closed: that is how it ends.
    }
  }

  /** The message of one. */
  static byte[] online(NodeId node) {
    return MessageCodec.encode(
        new Presence(
            new Stamp(Stamp.SCHEMA, 1, 0, Instant.now(), true),
            node,
            Presence.State.ONLINE,
            new NodeDescriptor(
                "bench", "x86_64", 4, 1L << 32, "Linux", "1", "2", new TreeMap<>())));
  }

  /** Waits until a controller knows so many nodes. */
  static void awaitKnown(ControllerProcess controller, int nodes)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    long known = known(controller);
    while (known < nodes) {
      if (System.nanoTime() > until) {
        throw new IOException(
            "nodes: expected %,d known within %d s, found %,d"
                .formatted(nodes, PATIENCE_SECONDS, known));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      known = known(controller);
    }
  }

  private static long known(ControllerProcess controller) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(controller.client().server().resolve("/metrics")).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(ONLINE))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
