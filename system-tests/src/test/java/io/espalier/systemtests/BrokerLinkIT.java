package io.espalier.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.systemtests.fixture.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit fills the fields.
class BrokerLinkIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();
  private Mosquitto broker;
  private TcpProxy proxy;

  @BeforeEach
  void startBroker() throws IOException {
    broker = keep(Mosquitto.forgetful(directory));
    proxy = keep(new TcpProxy(broker.port()));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void publish_reachesExactAndWildcardSubscribers() {
    Queue<String> exact = new ConcurrentLinkedQueue<>();
    Queue<String> wild = new ConcurrentLinkedQueue<>();
    connected(broker.uri(), "exact")
        .subscribe(List.of("a/b"), m -> exact.add(text(m.payload())))
        .join();
    connected(broker.uri(), "wild").subscribe(List.of("a/+"), m -> wild.add(m.topic())).join();

    connected(broker.uri(), "publisher").publish(event("a/b", "hello")).join();

    await().atMost(SOON).untilAsserted(() -> assertThat(exact).containsExactly("hello"));
    await().atMost(SOON).untilAsserted(() -> assertThat(wild).containsExactly("a/b"));
  }

  @Test
  void retainedMessage_reachesLateSubscribersUntilItIsCleared() {
    BrokerLink publisher = connected(broker.uri(), "publisher");
    publisher.publish(OutboundMessage.retained("kept", "1".getBytes(UTF_8))).join();
    Queue<Boolean> retained = new ConcurrentLinkedQueue<>();
    BrokerLink late = connected(broker.uri(), "late");

    late.subscribe(List.of("kept"), m -> retained.add(m.retained())).join();
    await().atMost(SOON).untilAsserted(() -> assertThat(retained).containsExactly(true));

    late.subscribe(List.of("kept"), m -> retained.add(m.retained())).join();
    await("again")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(retained).containsExactly(true, true));

    publisher.publish(OutboundMessage.clear("kept")).join();
    Queue<String> nothing = new ConcurrentLinkedQueue<>();
    BrokerLink later = connected(broker.uri(), "later");
    later.subscribe(List.of("kept", "end"), m -> nothing.add(m.topic())).join();
    publisher.publish(event("end", "")).join();
    await().atMost(SOON).untilAsserted(() -> assertThat(nothing).containsExactly("end"));
  }

  @Test
  void will_isPublishedWhenTheConnectionBreaks() {
    Queue<String> heard = subscribed("will");
    OutboundMessage will = OutboundMessage.retained("will", "gone".getBytes(UTF_8));
    started(new LinkConfig(proxy.uri(), "mortal", will, 300)).join();

    proxy.shut();

    await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("gone"));
  }

  @Test
  void close_saysFarewellAndLeavesTheWillUnsaid() {
    Queue<String> heard = subscribed("will");
    OutboundMessage will = event("will", "gone");
    BrokerLink link = keep(new BrokerLink(new LinkConfig(broker.uri(), "polite", will, 300)));
    link.start().join();

    link.close(event("will", "farewell"));

    connected(broker.uri(), "after").publish(event("will", "end")).join();
    await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("farewell", "end"));
  }

  @Test
  void start_waitsForABrokerThatComesLater() throws IOException {
    broker.kill();
    CompletableFuture<Void> first = started(new LinkConfig(broker.uri(), "early", null, 300));
    await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> !first.isDone());

    broker.restart();

    assertThat(first).succeedsWithin(SOON);
  }

  @Test
  void start_triesAgainWhenABrokerTakesTheConnectionAndNeverAnswers() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BrokerLink link = link(URI.create("mqtt://127.0.0.1:" + mute.getLocalPort()), "patient");
      link.start();
      mute.setSoTimeout((int) SOON.toMillis());
      try (Socket first = mute.accept()) {
        assertThatCode(() -> mute.accept().close()).doesNotThrowAnyException();
        assertThat(first.getInputStream().readAllBytes()).as("CONNECT, then the end").isNotEmpty();
      }
    }
  }

  @Test
  void listenerThatThrows_holdsNothingUp() {
    BrokerLink link = link(broker.uri(), "publisher");
    link.onSession(
        resumed -> {
          throw new IllegalStateException("on purpose");
        });
    CompletableFuture<Void> waiting = link.publish(event("t", "early"));

    assertThat(link.start()).succeedsWithin(SOON);
    assertThat(waiting).succeedsWithin(SOON);
  }

  @Test
  void brokerKilledAndRestarted_losesNoPublishAndNoSubscription() throws IOException {
    Queue<Boolean> sessions = new ConcurrentLinkedQueue<>();
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    BrokerLink subscriber = link(broker.uri(), "subscriber");
    subscriber.onSession(sessions::add);
    subscriber.subscribe(List.of("t"), m -> heard.add(text(m.payload())));
    subscriber.start().join();
    BrokerLink publisher = connected(broker.uri(), "publisher");
    publisher.publish(event("t", "before")).join();
    await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("before"));

    broker.kill();
    await().atMost(SOON).until(() -> !publisher.isConnected() && !subscriber.isConnected());
    CompletableFuture<Void> acknowledged =
        publisher.publish(OutboundMessage.retained("t", "meanwhile".getBytes(UTF_8)));
    broker.restart();

    assertThat(acknowledged).succeedsWithin(SOON);
    await().atMost(SOON).untilAsserted(() -> assertThat(heard).contains("meanwhile"));
    assertThat(sessions).containsExactly(false, false);
  }

  @Test
  void persistentBrokerStoppedAndRestarted_stillHasWhatItRetained(@TempDir Path other)
      throws IOException {
    Mosquitto persistent = keep(Mosquitto.persistent(other));
    BrokerLink publisher = connected(persistent.uri(), "publisher");
    publisher.publish(OutboundMessage.retained("kept", "1".getBytes(UTF_8))).join();

    persistent.stop();
    persistent.restart();

    Queue<String> heard = new ConcurrentLinkedQueue<>();
    connected(persistent.uri(), "late")
        .subscribe(List.of("kept"), m -> heard.add(text(m.payload())))
        .join();
    await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("1"));
  }

  @Test
  void connectionCut_resumesTheSessionAndHearsWhatWasSaidMeanwhile() {
    Queue<Boolean> sessions = new ConcurrentLinkedQueue<>();
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    BrokerLink link = link(proxy.uri(), "subscriber");
    link.onSession(sessions::add);
    link.subscribe(List.of("t"), m -> heard.add(text(m.payload())));
    link.start().join();
    proxy.shut();
    await().atMost(SOON).until(() -> !link.isConnected());

    connected(broker.uri(), "publisher").publish(event("t", "meanwhile")).join();
    proxy.reopen();

    await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("meanwhile"));
    await().atMost(SOON).untilAsserted(() -> assertThat(sessions).containsExactly(false, true));
  }

  @Test
  void connectionCutInTheMiddleOfManyPublishes_losesNothing() {
    int many = 3_000;
    Queue<String> heard = subscribed("t");
    BrokerLink publisher = connected(proxy.uri(), "publisher");
    List<CompletableFuture<Void>> acknowledged = new ArrayList<>();

    for (int i = 0; i < many; i++) {
      if (i % 1_000 == 0) {
        proxy.cutAfterUpstreamBytes(20_000);
      }
      CompletableFuture<Void> sent = publisher.publish(event("t", Integer.toString(i)));
      acknowledged.add(sent);
      if (i % 1_000 == 999) {
        assertThat(sent).succeedsWithin(SOON);
      }
    }

    assertThat(CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new)))
        .succeedsWithin(SOON);
    await().atMost(SOON).until(() -> heard.stream().distinct().count() == many);
    assertThat(heard.stream().distinct())
        .as("in order of their first arrival")
        .containsExactlyElementsOf(IntStream.range(0, many).mapToObj(Integer::toString).toList());
  }

  @Test
  void subscriptionThroughManyCuts_hearsEverythingOnce_orMore() {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    BrokerLink subscriber = connected(proxy.uri(), "subscriber");
    subscriber.subscribe(List.of("t"), m -> heard.add(text(m.payload()))).join();
    BrokerLink publisher = connected(broker.uri(), "publisher");

    for (int i = 0; i < 300; i++) {
      if (i % 100 == 50) {
        proxy.cut();
      }
      publisher.publish(event("t", Integer.toString(i))).join();
    }

    await().atMost(SOON).until(() -> heard.stream().distinct().count() == 300);
  }

  @Test
  void offer_dropsWhatNobodyCanTakeNow() {
    Queue<String> heard = subscribed("t");
    BrokerLink link = connected(proxy.uri(), "sampler");
    proxy.shut();
    await().atMost(SOON).until(() -> !link.isConnected());

    link.offer(event("t", "stale"));
    proxy.reopen();
    await().atMost(SOON).until(link::isConnected);
    link.offer(event("t", "fresh"));

    await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("fresh"));
  }

  @Test
  void close_failsWhatWasNotAcknowledgedAndWhatComesAfter() {
    BrokerLink link = link(URI.create("mqtt://127.0.0.1:1"), "nowhere");
    CompletableFuture<Void> first = link.start();
    CompletableFuture<Void> before = link.publish(event("t", "never"));

    link.close();

    CompletableFuture<Void> after = link.publish(event("t", "never"));
    CompletableFuture<Void> subscription = link.subscribe(List.of("t"), m -> {});
    for (CompletableFuture<Void> future : List.of(first, before, after, subscription)) {
      assertThat(future)
          .failsWithin(SOON)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(TimeoutException.class)
          .withMessage("link closed");
    }
    link.close(event("t", "again, which is harmless"));
  }

  @Test
  void request_carriesWhereToAnswerWithWhatAndUntilWhen() throws Exception {
    CompletableFuture<MqttMessage> arrived = new CompletableFuture<>();
    MqttClient stranger =
        new MqttClient(
            broker.uri().toString().replace("mqtt:", "tcp:"), "stranger", new MemoryPersistence());
    stranger.connect();
    keep(
        () -> {
          stranger.disconnect();
          stranger.close();
        });
    stranger.subscribe(
        new MqttSubscription[] {new MqttSubscription("requests", 1)},
        new IMqttMessageListener[] {(topic, message) -> arrived.complete(message)});

    connected(broker.uri(), "asker")
        .publish(
            new OutboundMessage(
                "requests",
                "what?".getBytes(UTF_8),
                false,
                new OutboundMessage.Request("answers", "id#1".getBytes(UTF_8), 600)))
        .join();

    MqttMessage request = arrived.get(10, TimeUnit.SECONDS);
    assertThat(request.getQos()).isEqualTo(1);
    assertThat(request.getProperties().getResponseTopic()).isEqualTo("answers");
    assertThat(text(request.getProperties().getCorrelationData())).isEqualTo("id#1");
    assertThat(request.getProperties().getMessageExpiryInterval()).isBetween(590L, 600L);
  }

  private Queue<String> subscribed(String topic) {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    connected(broker.uri(), "observer")
        .subscribe(List.of(topic), m -> heard.add(text(m.payload())))
        .join();
    return heard;
  }

  private BrokerLink connected(URI uri, String clientId) {
    BrokerLink link = link(uri, clientId);
    assertThat(link.start()).succeedsWithin(SOON);
    return link;
  }

  private CompletableFuture<Void> started(LinkConfig config) {
    return keep(new BrokerLink(config)).start();
  }

  private BrokerLink link(URI uri, String clientId) {
    return keep(new BrokerLink(new LinkConfig(uri, clientId, null, 300)));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  private static OutboundMessage event(String topic, String payload) {
    return OutboundMessage.event(topic, payload.getBytes(UTF_8));
  }

  private static String text(byte @Nullable [] payload) {
    return payload == null ? "" : new String(payload, UTF_8);
  }
}
