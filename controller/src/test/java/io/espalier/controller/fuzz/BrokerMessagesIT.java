package io.espalier.controller.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.LogCapture;
import io.espalier.controller.TestBroker;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.enrol.Enroller;
import io.espalier.controller.link.ArtifactPublisher;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.link.Refusals.Kind;
import io.espalier.controller.secure.Authority;
import io.espalier.controller.trial.TrialCoordinator;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.Topics;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a controller takes from a broker, and what is none of it, mixed. */
class BrokerMessagesIT {
  private static final long SEED = 20_261_129;
  private static final int ROUNDS = 80;
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final NodeId GOOD = new NodeId("good");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Mutations mutations = new Mutations(SEED);
  private final List<CompletableFuture<Void>> sent = new ArrayList<>();

  @TempDir private Path directory;

  private TestBroker broker;
  private BrokerLink nodes;
  private ControllerLink trials;
  private ControllerLink strangers;
  private FleetWiring fleet;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker();
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    fleet =
        new FleetWiring(
            new FleetConfig(
                any, directory.resolve("data"), broker.address(), any, TOPICS, 0, null));
    trials = new ControllerLink(broker.address(), "trials");
    strangers = new ControllerLink(broker.address(), "strangers");
    TestBroker.deploy(vertx, trials);
    TestBroker.deploy(vertx, strangers);
    ArtifactPublisher publisher = new ArtifactPublisher(vertx, trials, TOPICS);
    TestBroker.deploy(vertx, new TrialCoordinator(trials, publisher, TOPICS, node -> true));
    TestBroker.deploy(
        vertx, new Enroller(strangers, TOPICS, directory, Authority.create("espalier"), null));
    nodes = new BrokerLink(new LinkConfig(broker.address(), "nodes", null, 0));
    nodes.start().join();
  }

  @AfterEach
  void stop() {
    nodes.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    fleet.close();
    broker.close();
  }

  @Test
  void whatIsNoMessage_isRefusedAndCounted_andNoRecordIsLost_seed20261129() throws Exception {
    try (LogCapture log = new LogCapture("io.espalier")) {
      for (int round = 0; round < ROUNDS; round++) {
        spoilt(round);
        good(round);
      }
      CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> goodRecords().size() == ROUNDS);

      assertThat(goodRecords())
          .extracting(view -> view.record().path("stamp").path("seq").longValue())
          .containsExactlyElementsOf(LongStream.range(0, ROUNDS).boxed().toList());
      NodeView node = client().get("/nodes/" + GOOD, Map.of(), NodeView.class);
      assertThat(node.online()).isTrue();
      assertThat(node.reported()).isNotNull();
      assertThat(node.reported().stamp().seq()).isEqualTo(ROUNDS - 1);

      // Of each kind: rubbish, one too large or of another node in each round.
      Awaitility.await().until(() -> trials.refusals().count(Kind.RESULT) >= 2 * ROUNDS);
      assertThat(trials.refusals().count(Kind.PRESENCE)).isGreaterThanOrEqualTo(2 * ROUNDS);
      assertThat(strangers.refusals().count(Kind.ENROLMENT)).isGreaterThanOrEqualTo(2 * ROUNDS);
      assertThat(refused("telemetry")).isGreaterThanOrEqualTo(5 * 3 * ROUNDS);
      assertThat(refused("presence")).isGreaterThanOrEqualTo(2 * ROUNDS);
      assertThat(refused("reported")).isGreaterThanOrEqualTo(2 * ROUNDS);
      assertThat(log.events()).noneMatch(event -> event.getThrowableProxy() != null);
      assertThat(log.events()).noneMatch(event -> event.getLevel() == Level.ERROR);
      assertThat(log.messages().stream().filter(line -> line.contains("refused: ")))
          .as("said, but not one by one")
          .hasSizeBetween(6, 100);
    }
  }

  /** Of each kind one of each sort, from nodes that say nothing else. */
  private void spoilt(int round) {
    NodeId bad = new NodeId("bad-" + round % 7);
    for (Valid message : Valid.all(bad, round)) {
      String topic = message.topic(TOPICS, bad);
      send(topic, mutations.rubbish());
      send(topic, mutations.mutated(message.payload()));
      send(message.topic(TOPICS, new NodeId("other-" + round % 3)), message.payload());
      if (message.isTelemetry()) {
        send(topic, mutations.oversize(message.payload()));
      }
    }
    // What an attacker would try: numbers and names of a node that is well.
    for (Valid message : Valid.all(GOOD, round)) {
      send(message.topic(TOPICS, bad), mutations.mutated(message.payload()));
    }
  }

  private void good(int round) {
    for (Valid message : Valid.ofANode(GOOD, round)) {
      send(message.topic(TOPICS, GOOD), message.payload());
    }
  }

  private void send(String topic, byte[] payload) {
    sent.add(nodes.publish(OutboundMessage.event(topic, payload)));
  }

  private List<TelemetryView> goodRecords() throws Exception {
    return client()
        .get(
            "/telemetry",
            Map.of("node", GOOD.value(), "after", "0", "limit", "10000"),
            TelemetryView.Several.class)
        .records();
  }

  private long refused(String kind) throws Exception {
    String name = "espalier_broker_refused_messages_total{kind=\"" + kind + "\"} ";
    return http.send(
            HttpRequest.newBuilder(URI.create(address() + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
        .sum();
  }

  private ApiClient client() {
    return new ApiClient(address());
  }

  private String address() {
    return "http://127.0.0.1:" + fleet.httpPort();
  }
}
