package io.espalier.controller.trial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.controller.RawMqtt;
import io.espalier.controller.TestBroker;
import io.espalier.controller.Watcher;
import io.espalier.controller.link.Publishable;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.trial.Judgement;
import io.espalier.shared.trial.RunOptions;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import io.vertx.core.Vertx;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrialCoordinatorIT {
  private static final int THREE_CHUNKS = 150_000;
  private static final TrialId TRIAL = new TrialId("experiment/1");
  private static final Publishable HEAD = artifact("head", 20);
  private static final Publishable LABELS = artifact("labels", 40);

  private TestBroker broker;
  private Topics topics;
  private final Vertx vertx = Vertx.vertx();
  private @Nullable Digest neededElsewhere;
  private TrialBench bench;
  private Watcher artifacts;
  private FakeNode node;

  @BeforeAll
  void startBroker() throws Exception {
    broker = new TestBroker();
  }

  @AfterAll
  void stopBroker() throws Exception {
    broker.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void startController() throws Exception {
    topics = new Topics("test-" + UUID.randomUUID());
    neededElsewhere = null;
    bench =
        new TrialBenches(
                vertx,
                broker.address(),
                LinkSecurity.NONE,
                topics,
                digest -> digest.equals(neededElsewhere),
                UnaryOperator.identity())
            .open(UUID.randomUUID().toString(), id -> true);
    artifacts = new Watcher(broker.address(), topics.prefix() + "/artifacts/#");
    node = new FakeNode(broker.address(), topics, "node-a");
  }

  @AfterEach
  void stopController() {
    node.close();
    artifacts.close();
    bench.close();
  }

  @Test
  void trial_isMeasuredByTheNode_andItsArtifactsArePublishedOnceAndThenRetired() throws Exception {
    TrialOrder order = order("model", THREE_CHUNKS);
    node.online(1);
    CompletableFuture<TrialOutcome> outcome = run(order);
    TrialRequest request = node.awaitRequest();
    assertThat(request)
        .isEqualTo(
            new TrialRequest(
                TrialRequest.SCHEMA,
                TRIAL,
                1,
                order.model().digest(),
                HEAD.digest(),
                order.images().digest(),
                LABELS.digest(),
                order.run()));
    assertThat(Watcher.retained(broker.address(), topics.prefix() + "/artifacts"))
        .containsExactlyInAnyOrderElementsOf(topicsOf(order));

    node.complete(request);
    assertThat(outcome.get(30, TimeUnit.SECONDS))
        .isEqualTo(
            new TrialOutcome.Measured(
                node.id(), "board", order.model().digest(), Messages.MEASUREMENT));
    awaitRetired(order);
    assertThat(topicsOf(order)).allMatch(topic -> artifacts.to(topic) == 1);
    assertThat(Watcher.retained(broker.address(), topics.prefix() + "/artifacts")).isEmpty();
  }

  @Test
  void artifactThatTheFleetNeeds_staysInTheBroker() throws Exception {
    TrialOrder order = order("model", THREE_CHUNKS);
    neededElsewhere = order.model().digest();
    node.online(1);
    CompletableFuture<TrialOutcome> outcome = run(order);
    node.complete(node.awaitRequest());
    outcome.get(30, TimeUnit.SECONDS);
    bench.close();

    assertThat(Watcher.retained(broker.address(), topics.prefix() + "/artifacts"))
        .isNotEmpty()
        .allMatch(topic -> topic.contains(order.model().digest().hex()));
  }

  @Test
  void manifest_comesAfterItsChunks() throws Exception {
    TrialOrder order = order("model", THREE_CHUNKS);
    node.online(1);
    run(order);
    node.awaitRequest();
    String manifest = topics.manifest(order.model().digest());
    Awaitility.await().until(() -> artifacts.to(manifest) == 1);
    List<String> ofTheModel =
        artifacts.messages().stream()
            .map(message -> message.topic())
            .filter(topic -> topic.contains(order.model().digest().hex()))
            .toList();
    assertThat(ofTheModel).hasSize(4).last().isEqualTo(manifest);
  }

  @Test
  void request_saysWhereTheAnswerGoesAndWhatItBelongsTo() throws Exception {
    try (RawMqtt raw =
        new RawMqtt(broker.address(), "raw", topics.prefix() + "/raw-will", new byte[] {1})) {
      raw.subscribe(topics.trials(node.id()));
      node.online(1);
      run(order("model", 10));
      RawMqtt.Publish request = raw.awaitPublish();
      assertThat(request.topic()).isEqualTo(topics.trials(node.id()));
      assertThat(request.properties())
          .contains(property(0x08, topics.results(node.id())))
          .contains(property(0x09, "experiment/1#1"));
    }
  }

  @Test
  void artifactThatSeveralTrialsNeed_isRetiredWithTheLast() throws Exception {
    TrialOrder first = order("first model", 10);
    TrialOrder second =
        new TrialOrder(
            new TrialId("experiment/2"),
            artifact("second model", 10),
            HEAD,
            first.images(),
            LABELS,
            first.run());
    bench.keep(first.images());
    node.online(1);
    CompletableFuture<TrialOutcome> one = run(first);
    CompletableFuture<TrialOutcome> two = run(second);
    node.complete(node.awaitRequest());
    one.get(30, TimeUnit.SECONDS);
    String firstModel = topics.manifest(first.model().digest());
    Awaitility.await().until(() -> artifacts.cleared(firstModel) == 1);
    String head = topics.manifest(HEAD.digest());
    assertThat(artifacts.cleared(head)).isZero();

    node.complete(node.awaitRequest());
    two.get(30, TimeUnit.SECONDS);
    Awaitility.await().until(() -> artifacts.cleared(head) == 1);
    String images = topics.manifest(first.images().digest());
    assertThat(artifacts.to(head)).isEqualTo(1);
    assertThat(artifacts.cleared(images)).as("kept until the end").isZero();
    bench.close();
    Awaitility.await().until(() -> artifacts.cleared(images) == 1);
  }

  @Test
  void artifactThatANodeCannotGet_isPublishedAgainBeforeTheNextRequest() throws Exception {
    TrialOrder order = order("model", THREE_CHUNKS);
    node.online(1);
    CompletableFuture<TrialOutcome> outcome = run(order);
    TrialRequest request = node.awaitRequest();
    node.answer(Messages.failed(node.id(), TRIAL, 1, "chunk 2 never came", order.model().digest()));
    TrialRequest again = node.awaitRequest();
    assertThat(again.attempt()).isEqualTo(2);
    Stream<String> ofTheModel =
        topicsOf(order).stream().filter(topic -> topic.contains(request.model().hex()));
    assertThat(ofTheModel)
        .hasSize(4)
        .allSatisfy(topic -> Awaitility.await().until(() -> artifacts.to(topic) == 2));
    assertThat(artifacts.to(topics.manifest(HEAD.digest()))).isEqualTo(1);
    node.complete(again);
    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(TrialOutcome.Measured.class);
  }

  @Test
  void artifactRetiredWhileItIsPublishedAgain_doesNotStay() throws Exception {
    TrialOrder order = order("model", THREE_CHUNKS);
    node.online(1);
    CompletableFuture<TrialOutcome> outcome = run(order);
    TrialRequest request = node.awaitRequest();
    node.answer(Messages.failed(node.id(), TRIAL, 1, "no chunk", order.model().digest()));
    node.complete(request);
    outcome.get(30, TimeUnit.SECONDS);
    awaitRetired(order);
    String manifest = topics.manifest(order.model().digest());
    Awaitility.await().until(() -> artifacts.to(manifest) == 2);
    assertThat(Watcher.retained(broker.address(), topics.prefix() + "/artifacts")).isEmpty();
  }

  @Test
  void resultOnAnotherNodesTopic_isRefused() throws Exception {
    node.online(1);
    CompletableFuture<TrialOutcome> outcome = run(order("model", 10));
    TrialRequest request = node.awaitRequest();
    NodeId other = new NodeId("node-b");
    TrialResult forged = Messages.completed(other, TRIAL, 1, request.model());
    node.answer(forged);
    node.complete(request);
    assertThat(outcome.get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            TrialOutcome.Measured.class,
            measured -> assertThat(measured.node()).isEqualTo(node.id()));
  }

  @Test
  void presenceOnAnotherNodesTopic_isRefused() throws Exception {
    NodeId absent = new NodeId("absent");
    byte[] lie = MessageCodec.encode(Messages.online(node.id(), 9));
    node.publish(OutboundMessage.retained(topics.presence(absent), lie));
    node.online(1);
    run(order("model", 10));
    // Had it counted, the true presence would be one of an older start.
    assertThat(node.awaitRequest().attempt()).isEqualTo(1);
  }

  @Test
  void garbage_isIgnored() throws Exception {
    for (String garbage : List.of("", "{", "null", "[]", "\u0000\u0001", "{\"status\":\"ok\"}")) {
      byte[] bytes = garbage.getBytes(UTF_8);
      node.publish(OutboundMessage.event(topics.presence(node.id()), bytes));
      node.publish(OutboundMessage.event(topics.results(node.id()), bytes));
      node.publish(OutboundMessage.event(topics.prefix() + "/nodes/no node/results", bytes));
    }
    node.online(1);
    CompletableFuture<TrialOutcome> outcome = run(order("model", 10));
    node.complete(node.awaitRequest());
    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(TrialOutcome.Measured.class);
  }

  @Test
  void resultOfAnotherModel_isNoResult() throws Exception {
    node.online(1);
    CompletableFuture<TrialOutcome> outcome = run(order("model", 10));
    node.awaitRequest();
    node.answer(Messages.completed(node.id(), TRIAL, 1, Messages.MODEL));
    TrialRequest again = node.awaitRequest();
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(outcome).isNotDone();
    node.complete(again);
    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(TrialOutcome.Measured.class);
  }

  @Test
  void trialOfAModelAlone_namesNoHead_andTakesNoFiguresThatItDidNotAskFor() throws Exception {
    Publishable model = artifact("model", 10);
    Publishable probe = artifact("probe", 30);
    TrialOrder order =
        TrialOrder.onProbe(TRIAL, model, probe, Judgement.ANOMALY, new RunOptions(1, 0, 10));
    node.online(1);
    CompletableFuture<TrialOutcome> outcome = run(order);
    TrialRequest request = node.awaitRequest();
    assertThat(request.schema()).isEqualTo(2);
    assertThat(request.ownHead()).isEmpty();
    assertThat(request.isOnProbe()).isTrue();
    assertThat(request.judged()).isEqualTo(Judgement.ANOMALY);
    assertThat(Watcher.retained(broker.address(), topics.prefix() + "/artifacts"))
        .containsExactlyInAnyOrderElementsOf(topicsOf(order));

    node.complete(request);
    TrialRequest again = node.awaitRequest();
    assertThat(again.attempt()).isEqualTo(2);
    node.answer(Messages.completed(node.id(), TRIAL, 2, model.digest(), Messages.judged(0.9)));
    assertThat(outcome.get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            TrialOutcome.Measured.class,
            measured -> assertThat(measured.measurement().auc()).isEqualTo(0.9));
  }

  @Test
  void nodeThatStartedAnew_isAskedAgain() throws Exception {
    node.online(1);
    run(order("model", 10));
    assertThat(node.awaitRequest().attempt()).isEqualTo(1);
    node.online(2);
    assertThat(node.awaitRequest().attempt()).isEqualTo(2);
  }

  @Test
  void artifactThatCannotBeRead_abandonsItsTrialWithTheReason() throws Exception {
    TrialOrder good = order("model", 10);
    Publishable lost =
        new Publishable(
            good.model().manifest(),
            () -> {
              throw new NoSuchFileException("int8.tflite");
            });
    node.online(1);
    CompletableFuture<TrialOutcome> outcome =
        run(new TrialOrder(TRIAL, lost, HEAD, good.images(), LABELS, good.run()));
    assertThat(outcome.get(30, TimeUnit.SECONDS))
        .isEqualTo(new TrialOutcome.Abandoned("artifacts not published: int8.tflite (attempt 5)"));
  }

  @Test
  void stoppedController_failsWhatRuns_andLeavesNothingBehind() throws Exception {
    TrialOrder order = order("model", 10);
    node.online(1);
    CompletableFuture<TrialOutcome> outcome = run(order);
    node.awaitRequest();
    bench.close();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
        .withMessageContaining("the coordinator stopped");
    awaitRetired(order);
  }

  private CompletableFuture<TrialOutcome> run(TrialOrder order) {
    return bench.run(order).toCompletableFuture();
  }

  private void awaitRetired(TrialOrder order) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(topicsOf(order)).allMatch(topic -> artifacts.cleared(topic) == 1));
  }

  private List<String> topicsOf(TrialOrder order) {
    return order.artifacts().stream()
        .flatMap(
            artifact ->
                Stream.concat(
                    Stream.of(topics.manifest(artifact.digest())),
                    IntStream.range(0, artifact.manifest().plan().count())
                        .mapToObj(n -> topics.chunk(artifact.digest(), n))))
        .toList();
  }

  private static TrialOrder order(String model, int modelBytes) {
    return new TrialOrder(
        TRIAL,
        artifact(model, modelBytes),
        HEAD,
        artifact("images", 30),
        LABELS,
        new RunOptions(1, 0, 10));
  }

  private static Publishable artifact(String name, int bytes) {
    byte[] content = new byte[bytes];
    new Random(name.hashCode()).nextBytes(content);
    return Publishable.bytes(
        content, ArtifactKind.MODEL, name, Provenance.ofThisBuild(Map.of("name", name)));
  }

  /** A property whose value has a length of two bytes, all of it in ASCII. */
  private static String property(int id, String value) {
    return (char) id + "\u0000" + (char) value.length() + value;
  }
}
