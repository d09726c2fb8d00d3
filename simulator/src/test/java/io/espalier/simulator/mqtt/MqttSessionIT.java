package io.espalier.simulator.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.link.Backoff;
import io.espalier.shared.link.OutboundMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions at a real broker. */
@SuppressWarnings("NullAway.Init") // Set up before each test.
class MqttSessionIT {
  private static final Backoff SOON = new Backoff(50, 0, 200);

  private @TempDir Path directory;
  private Mosquitto broker;
  private MqttLoops loops;

  @BeforeEach
  void startBroker() throws Exception {
    broker = Mosquitto.careful(directory);
    loops = new MqttLoops(broker.uri(), 1);
  }

  @AfterEach
  void stopBroker() {
    if (loops != null) {
      loops.close();
      broker.close();
    }
  }

  @Test
  void message_goesFromOneSessionToAnother_wholeHoweverLarge() {
    Heard heard = new Heard(true);
    MqttSession taker = session("taker");
    on(taker, () -> taker.subscribe(List.of("t/+")));
    on(taker, () -> taker.start(heard));
    MqttSession giver = session("giver");
    on(giver, () -> giver.start(new Heard(true)));
    byte[] large = new byte[200_000];
    new Random(1).nextBytes(large);

    on(giver, () -> giver.publish(OutboundMessage.retained("t/1", large)));

    await().until(() -> heard.payloads.size() == 1);
    assertThat(heard.payloads.get(0)).isEqualTo(large);
  }

  @Test
  void message_thatWasNotAcknowledged_comesAgainOnTheNextConnection() {
    Heard heard = new Heard(false);
    MqttSession taker = session("taker");
    on(taker, () -> taker.subscribe(List.of("t")));
    on(taker, () -> taker.start(heard));
    await().until(() -> heard.connections.get() == 1);
    on(taker, () -> taker.publish(OutboundMessage.event("t", "x".getBytes(UTF_8))));
    await().until(() -> heard.payloads.size() == 1);

    on(taker, taker::cut);

    await().until(() -> heard.payloads.size() == 2);
    assertThat(heard.connections).hasValue(2);
  }

  @Test
  void publishes_madeWhileTheBrokerIsAway_arriveOnceItIsBack_inTheirOrder() throws Exception {
    Heard heard = new Heard(true);
    MqttSession both = session("both");
    on(both, () -> both.subscribe(List.of("t")));
    on(both, () -> both.start(heard));
    await().until(() -> heard.connections.get() == 1);
    broker.kill();
    await().until(() -> heard.losses.get() == 1);

    for (int i = 0; i < 200; i++) {
      byte[] payload = {(byte) i};
      on(both, () -> both.publish(OutboundMessage.event("t", payload)));
    }
    broker.restart();

    await().until(() -> heard.payloads.size() >= 200);
    assertThat(heard.payloads).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertThat(heard.payloads.get(i)).containsExactly((byte) i);
    }
    assertThat(loops.connects().count()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void will_isPublishedWhenTheConnectionBreaks_notWhenItIsClosed() {
    Heard heard = new Heard(true);
    MqttSession watcher = session("watcher");
    on(watcher, () -> watcher.subscribe(List.of("will/+", "bye")));
    on(watcher, () -> watcher.start(heard));
    Heard mortalHeard = new Heard(true);
    MqttSession mortal = session("mortal");
    on(mortal, () -> mortal.start(mortalHeard));
    await().until(() -> mortalHeard.connections.get() == 1 && heard.connections.get() == 1);

    on(mortal, mortal::cut);
    await().until(() -> heard.topics.equals(List.of("will/mortal")));
    await().until(() -> mortalHeard.connections.get() == 2);
    on(mortal, () -> mortal.close(OutboundMessage.event("bye", "x".getBytes(UTF_8))));

    await().until(() -> heard.topics.equals(List.of("will/mortal", "bye")));
  }

  private MqttSession session(String id) {
    OutboundMessage will = OutboundMessage.event("will/" + id, "gone".getBytes(UTF_8));
    return loops.session(new SessionConfig(id, will, 300, 15, SOON), new Random(2));
  }

  private static void on(MqttSession session, Runnable task) {
    session.loop().execute(task);
  }

  private static final class Heard implements MqttSession.Listener {
    final List<byte[]> payloads = new CopyOnWriteArrayList<>();
    final List<String> topics = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger losses = new AtomicInteger();
    private final boolean acknowledging;

    Heard(boolean acknowledging) {
      this.acknowledging = acknowledging;
    }

    @Override
    public void connected(boolean resumed) {
      connections.incrementAndGet();
    }

    @Override
    public void disconnected() {
      losses.incrementAndGet();
    }

    @Override
    public void arrived(String topic, byte[] payload, Runnable acknowledge) {
      topics.add(topic);
      payloads.add(payload);
      if (acknowledging) {
        acknowledge.run();
      }
    }
  }
}
