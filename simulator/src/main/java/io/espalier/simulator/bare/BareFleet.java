package io.espalier.simulator.bare;

import io.espalier.shared.link.Backoff;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.simulator.mqtt.MqttLoops;
import io.espalier.simulator.mqtt.MqttSession;
import io.espalier.simulator.mqtt.SessionConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sessions that do nothing but take one retained message: no protocol, no checks, no reports. What
 * they need is the least that any fleet needs on this machine and this broker.
 */
public final class BareFleet implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final long PATIENCE_SECONDS = 120;
  private static final String TOPIC = "bare/model";

  private final MqttLoops loops;
  private final List<MqttSession> sessions = new ArrayList<>();
  private final CountDownLatch connected;
  private final CountDownLatch arrived;

  private BareFleet(URI broker, int count) {
    this.loops = new MqttLoops(broker, THREADS);
    this.connected = new CountDownLatch(count);
    this.arrived = new CountDownLatch(count);
  }

  /**
   * How long so many sessions, all connected, take to subscribe to a retained message and have it.
   *
   * @param connectsPerSecond how fast they connect before; not part of the time
   * @return seconds
   * @throws TimeoutException if it takes more than two minutes
   */
  public static double seconds(URI broker, int count, byte[] message, int connectsPerSecond)
      throws InterruptedException, TimeoutException {
    try (BareFleet fleet = new BareFleet(broker, count)) {
      fleet.connect(count, connectsPerSecond);
      MqttSession publisher = fleet.sessions.get(0);
      CountDownLatch published = new CountDownLatch(1);
      publisher
          .loop()
          .execute(
              () ->
                  publisher
                      .publish(OutboundMessage.retained(TOPIC, message))
                      .thenRun(published::countDown));
      await(published, "the message at the broker");
      long start = System.nanoTime();
      for (MqttSession session : fleet.sessions) {
        session.loop().execute(() -> session.subscribe(List.of(TOPIC)));
      }
      await(fleet.arrived, "the message at every session");
      return (System.nanoTime() - start) / 1e9;
    }
  }

  @Override
  public void close() {
    loops.close();
  }

  private void connect(int count, int connectsPerSecond)
      throws InterruptedException, TimeoutException {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      MqttSession session =
          loops.session(
              new SessionConfig("bare-" + i, null, 0, KEEP_ALIVE_SECONDS, Backoff.PROMPT),
              new Random(i));
      sessions.add(session);
      session.loop().execute(() -> session.start(new Counting()));
      long ahead = start + i * 1_000_000_000L / connectsPerSecond - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(ahead);
    }
    await(connected, "every session connected");
  }

  private static void await(CountDownLatch latch, String what)
      throws InterruptedException, TimeoutException {
    if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException(
          "expected %s in %d s, found %d missing"
              .formatted(what, PATIENCE_SECONDS, latch.getCount()));
    }
  }

  private final class Counting implements MqttSession.Listener {
    @Override
    public void connected(boolean resumed) {
      connected.countDown();
    }

    @Override
    public void disconnected() {
      // It comes back, and the time it takes counts.
    }

    @Override
    public void arrived(String topic, byte[] payload, Runnable acknowledge) {
      acknowledge.run();
      arrived.countDown();
    }
  }
}
