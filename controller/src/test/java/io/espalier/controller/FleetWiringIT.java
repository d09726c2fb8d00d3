package io.espalier.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.api.Problem;
import io.espalier.controller.api.TelemetryCounts;
import io.espalier.controller.artifact.SigningKey;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ApiException;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller as it is, but for its broker, which lives on when the controller is stopped. */
class FleetWiringIT {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final NodeId NODE = new NodeId("pi-1");
  private static final byte[] PROBE =
      new ProbeSet(2, new float[] {0.5f, 0.25f, 1, 0}, new int[] {1, 0}).encode();

  @TempDir private Path directory;

  private TestBroker broker;
  private BrokerLink node;
  private FleetWiring fleet;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker();
    node = new BrokerLink(new LinkConfig(broker.address(), "pi-1", null, 0));
    node.start().join();
    fleet = up();
  }

  @AfterEach
  void stop() {
    fleet.close();
    node.close();
    broker.close();
  }

  @Test
  void nodeThatSaysSomething_appears_andIsKnownAfterARestart() throws Exception {
    say(TOPICS.presence(NODE), presence(3));
    Awaitility.await().ignoreExceptions().until(() -> node().online());
    client().put("/nodes/pi-1/labels", labels("shops"), NodeView.class);
    assertThat(list("group=shops")).hasSize(1);
    assertThat(list("group=lab")).isEmpty();

    node.publish(OutboundMessage.clear(TOPICS.presence(NODE))).join();
    fleet.close();
    fleet = up();
    assertThat(node().online()).isFalse();
    assertThat(node().labels()).containsEntry("group", "shops");
  }

  @Test
  void whatIsWrong_isSaidInOneLine() throws Exception {
    refused(404, () -> client().get("/nodes/pi-9", Map.of(), NodeView.class));
    refused(404, () -> client().put("/nodes/pi-9/labels", labels("x"), NodeView.class));
    refused(400, () -> client().get("/nodes", Map.of("selector", "x"), NodeView.Several.class));
    refused(400, () -> client().get("/nodes/a%20b", Map.of(), NodeView.class));
    refused(400, () -> upload("images", PROBE));
    refused(400, () -> upload("engine", PROBE));
    refused(400, () -> upload("probe", new byte[0]));
    refused(422, () -> upload("model", PROBE));
    refused(422, () -> upload("probe", new byte[] {1, 2, 3}));
    refused(400, () -> client().get("/telemetry", Map.of("from", "noon"), Problem.class));
    refused(400, () -> client().get("/telemetry", Map.of("kind", "mood"), Problem.class));
    assertThat(artifacts()).isEmpty();
  }

  @Test
  void artifact_isPublishedOnceWhileAStateNamesIt_andSigned() throws Exception {
    fleet.close();
    SigningKey key = SigningKey.init(directory);
    fleet = up();
    Digest probe = upload("probe", PROBE).digest();
    assertThat(retained()).isEmpty();
    set(probe, "d/1");
    assertThat(retained())
        .contains(TOPICS.desired(NODE), TOPICS.manifest(probe), TOPICS.chunk(probe, 0));
    assertThat(manifest(probe).signature()).isNotNull();
    assertThat(
            Objects.requireNonNull(manifest(probe).signature())
                .isOf(manifest(probe), key.publicKey()))
        .isTrue();
    long once = publishedBytes();
    set(probe, "d/2");
    assertThat(publishedBytes()).isEqualTo(once);

    fleet.desired().clear(List.of(NODE)).toCompletionStage().toCompletableFuture().get();
    assertThat(retained()).isEmpty();
  }

  @Test
  void artifactThatNobodyNeeds_isRemovedWhenAsked_andNotBefore() throws Exception {
    Digest probe = upload("probe", PROBE).digest();
    set(probe, "d/1");
    assertThat(artifacts()).extracting(ArtifactView::nodes).containsExactly(1L);
    refused(409, () -> client().delete("/artifacts/" + probe, ArtifactView.class));

    fleet.desired().clear(List.of(NODE)).toCompletionStage().toCompletableFuture().get();
    client().delete("/artifacts/" + probe, ArtifactView.class);
    assertThat(artifacts()).isEmpty();
    refused(404, () -> client().delete("/artifacts/" + probe, ArtifactView.class));
    refused(400, () -> client().delete("/artifacts/x", ArtifactView.class));
    assertThat(directory.resolve("artifacts")).isEmptyDirectory();
  }

  @Test
  void controllerThatComesBack_publishesOnlyWhatTheBrokerLost() throws Exception {
    Digest probe = upload("probe", PROBE).digest();
    set(probe, "d/1");
    fleet.close();
    fleet = up();
    assertThat(fleet.desired().of(NODE)).isPresent();
    set(probe, "d/2");
    assertThat(publishedBytes()).as("the broker had it").isZero();

    fleet.close();
    stop(broker, node);
    broker = new TestBroker();
    node = new BrokerLink(new LinkConfig(broker.address(), "pi-1", null, 0));
    node.start().join();
    fleet = up();
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> retained().contains(TOPICS.manifest(probe)));
    assertThat(retained()).contains(TOPICS.desired(NODE), TOPICS.chunk(probe, 0));
  }

  @Test
  void artifactThatANodeCannotGet_isPublishedAgain() throws Exception {
    Digest probe = upload("probe", PROBE).digest();
    set(probe, "d/1");
    node.publish(OutboundMessage.clear(TOPICS.chunk(probe, 0))).join();
    say(TOPICS.reported(NODE), unobtainable(probe));
    Awaitility.await().until(() -> retained().contains(TOPICS.chunk(probe, 0)));
  }

  @Test
  void dataDirectoryInUse_isSaidInOneLine() {
    assertThatIOException()
        .isThrownBy(this::up)
        .withMessage(directory + ": expected a data directory of its own, found it in use");
  }

  private static void stop(TestBroker broker, BrokerLink node) {
    node.close();
    broker.close();
  }

  private FleetWiring up() throws Exception {
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    return new FleetWiring(new FleetConfig(any, directory, broker.address(), any, TOPICS, 0, null));
  }

  private ApiClient client() {
    return new ApiClient("http://127.0.0.1:" + fleet.httpPort());
  }

  private NodeView node() throws Exception {
    return client().get("/nodes/pi-1", Map.of(), NodeView.class);
  }

  private List<NodeView> list(String selector) throws Exception {
    return client().get("/nodes", Map.of("selector", selector), NodeView.Several.class).nodes();
  }

  private ArtifactView upload(String kind, byte[] content) throws Exception {
    return client()
        .upload("/artifacts", Map.of("kind", kind, "name", "a"), content, ArtifactView.class);
  }

  private List<ArtifactView> artifacts() throws Exception {
    return client().get("/artifacts", Map.of(), ArtifactView.Several.class).artifacts();
  }

  private long publishedBytes() throws Exception {
    return client().get("/telemetry/counts", Map.of(), TelemetryCounts.class).publishedBytes();
  }

  private void set(Digest model, String deployment) throws Exception {
    DesiredState state =
        new DesiredState(
            DesiredState.SCHEMA,
            new DeploymentId(deployment),
            model,
            null,
            null,
            1,
            Acceptance.USUAL);
    fleet.desired().set(Map.of(NODE, state)).toCompletionStage().toCompletableFuture().get();
  }

  private List<String> retained() {
    return Watcher.retained(broker.address(), Topics.DEFAULT_PREFIX).stream()
        .filter(topic -> topic.endsWith("desired") || topic.contains("/artifacts/"))
        .toList();
  }

  private ArtifactManifest manifest(Digest digest) throws Exception {
    try (Watcher watcher = new Watcher(broker.address(), TOPICS.manifest(digest))) {
      Awaitility.await().until(() -> !watcher.messages().isEmpty());
      return MessageCodec.decode(watcher.messages().get(0).payload(), ArtifactManifest.class);
    }
  }

  private void say(String topic, Object message) {
    node.publish(OutboundMessage.retained(topic, MessageCodec.encode(message))).join();
  }

  private static NodeView.Labels labels(String group) {
    return new NodeView.Labels(new TreeMap<>(Map.of("group", group)));
  }

  private static Presence presence(long epoch) {
    NodeDescriptor descriptor =
        new NodeDescriptor("board", "aarch64", 4, 1L << 32, "Linux", "0.1.0", "2.20.0", null);
    return new Presence(stamp(epoch), NODE, Presence.State.ONLINE, descriptor);
  }

  private static ReportedState unobtainable(Digest artifact) {
    return new ReportedState(
        stamp(1),
        NODE,
        Phase.REFUSED,
        new DeploymentId("d/1"),
        null,
        null,
        null,
        null,
        "no chunk",
        artifact);
  }

  private static Stamp stamp(long epoch) {
    return new Stamp(Stamp.SCHEMA, epoch, 0, Instant.EPOCH, false);
  }

  private interface Call {
    @Nullable Object make() throws Exception;
  }

  private static void refused(int status, Call call) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(call::make)
        .satisfies(
            refusal -> {
              assertThat(refusal.status()).as(refusal.getMessage()).isEqualTo(status);
              assertThat(refusal.getMessage()).doesNotContain("\n", "Exception");
            });
  }
}
