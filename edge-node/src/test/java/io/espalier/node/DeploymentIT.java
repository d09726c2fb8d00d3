package io.espalier.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.fixtures.Mosquitto;
import io.espalier.node.inference.TestModels;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.Probe;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.probe.ProbeSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node program gets models from a real broker, good ones and bad ones. */
@SuppressWarnings("NullAway.Init") // Set up before each test.
class DeploymentIT {
  private static final NodeId NODE = new NodeId("n1");
  private static final int WIDTH = 40;
  private static final int SAMPLES = 300;
  private static final Acceptance STRICT = new Acceptance(50, 0.01, null, null, null);

  private @TempDir Path directory;
  private Mosquitto broker;
  private TestController controller;

  @BeforeEach
  void startBroker() throws IOException {
    broker = Mosquitto.careful(Files.createDirectory(directory.resolve("b")));
    controller = new TestController(broker.uri());
  }

  @AfterEach
  void stopBroker() {
    if (controller != null) {
      controller.close();
      broker.close();
    }
  }

  @Test
  void node_bringsAModelToLife_andServesItWithoutABrokerAfterItsNextStart() throws IOException {
    Digest model;
    try (NodeProcess node = start()) {
      awaitPhase(null, Phase.IDLE);
      model = deploy("a", TestModels.identity(WIDTH));
      ReportedState active = awaitPhase("a", Phase.ACTIVE);
      RunningModel running = running(active);
      assertThat(running.model()).isEqualTo(model);
      assertThat(running.goodInferences()).isGreaterThanOrEqualTo(STRICT.goodInferences());
      Evidence evidence = requireNonNull(active.evidence());
      assertThat(evidence.correct()).isEqualTo(SAMPLES);
      assertThat(evidence.error()).isZero();
      node.kill();
    }
    broker.kill();
    try (NodeProcess node = start()) {
      Path log = directory.resolve("n1.log");
      await().until(() -> Files.readString(log).split("deployment=a serves").length == 3);
      broker.restart();
      long epoch = controller.awaitPresence(p -> p.stamp().epoch() > 0).stamp().epoch();
      ReportedState again =
          controller.awaitReported(r -> r.phase() == Phase.ACTIVE && r.stamp().epoch() > epoch);
      assertThat(running(again).model()).isEqualTo(model);
      node.kill();
    }
  }

  @Test
  void node_answersItsPrograms_andTellsHowItsModelDoes() throws Exception {
    String[] listen = {"--infer-listen", "127.0.0.1:0"};
    try (NodeProcess node = NodeProcess.start(broker.uri(), "n1", directory, listen)) {
      deploy("a", TestModels.identity(WIDTH));
      awaitPhase("a", Phase.ACTIVE);
      String row = "[" + "0.5,".repeat(WIDTH - 1) + "1]";
      HttpResponse<String> answer = ask("{\"inputs\":[" + (row + ",").repeat(299) + row + "]}");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"classes\":[39,39");
      assertThat(ask("{\"inputs\":[[1]]}").statusCode()).isEqualTo(400);
      assertThat(controller.infer(NODE, new byte[3_000_000]).error())
          .matches("payload: expected at most \\d+ bytes, found 3000000");
      assertThat(controller.infer(NODE, "hello".getBytes(UTF_8)).error()).contains("hello");
      assertThat(controller.infer(NODE, ("{\"inputs\":[" + row + "]}").getBytes(UTF_8)).classes())
          .containsExactly(39);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  Stream.of("/accuracy", "/inference", "/drift")
                      .allMatch(
                          kind ->
                              controller.telemetryTopics().stream()
                                  .anyMatch(topic -> topic.endsWith(kind))));
      node.kill();
    }
  }

  @Test
  void node_fallsBackFromAModelThatIsWorse_andTakesTheNextOne() throws IOException {
    try (NodeProcess node = start()) {
      Digest good = deploy("a", TestModels.identity(WIDTH));
      awaitPhase("a", Phase.ACTIVE);
      deploy("b", TestModels.dense(new float[WIDTH][WIDTH]));
      ReportedState fallen = awaitPhase("b", Phase.FALLEN_BACK);
      assertThat(running(fallen).model()).isEqualTo(good);
      assertThat(fallen.error()).contains("accuracy drop");
      Evidence evidence = requireNonNull(fallen.evidence());
      assertThat(requireNonNull(evidence.against()).lost()).isEqualTo(SAMPLES - 8);
      float[][] doubled = new float[WIDTH][WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        doubled[i][i] = 2;
      }
      Digest better = deploy("c", TestModels.dense(doubled));
      ReportedState active = awaitPhase("c", Phase.ACTIVE);
      assertThat(running(active).model()).isEqualTo(better);
      assertThat(active.fallback()).isEqualTo(good);
      node.kill();
    }
  }

  @Test
  void node_whoseProcessIsKilledTwiceOnProbation_fallsBackByItself() throws IOException {
    Digest good;
    try (NodeProcess node = start()) {
      good = deploy("a", TestModels.identity(WIDTH));
      awaitPhase("a", Phase.ACTIVE);
      Digest endless = controller.publish(ArtifactKind.MODEL, TestModels.logSoftmax(WIDTH));
      Acceptance never = new Acceptance(Integer.MAX_VALUE, null, null, null, null);
      controller.desire(NODE, desired("b", endless, never));
      awaitPhase("b", Phase.PROBATION);
      node.kill();
    }
    long seen = newestEpoch();
    try (NodeProcess node = start()) {
      controller.awaitReported(
          r -> r.phase() == Phase.PROBATION && r.stamp().epoch() > seen && serves(r, "b"));
      node.kill();
    }
    try (NodeProcess node = start()) {
      ReportedState fallen = awaitPhase("b", Phase.FALLEN_BACK);
      assertThat(fallen.error()).isEqualTo("the process ended 2 times");
      assertThat(running(fallen).model()).isEqualTo(good);
      node.kill();
    }
  }

  @Test
  void node_refusesAHeadInThePlaceOfAModel_andServesNothing() throws IOException {
    try (NodeProcess node = start()) {
      Digest head = controller.publish(ArtifactKind.HEAD, TestModels.identity(WIDTH));
      controller.desire(NODE, desired("a", head));
      ReportedState refused = awaitPhase("a", Phase.REFUSED);
      assertThat(refused.error()).contains("expected a model, found a head");
      assertThat(refused.running()).isNull();
      node.kill();
    }
  }

  @Test
  void node_goesOnWithADeliveryThatWasCutOff() throws IOException {
    byte[] model = TestModels.identity(WIDTH);
    byte[] chunk = Arrays.copyOfRange(model, 3_000, 4_000);
    Digest digest;
    try (NodeProcess node = start()) {
      awaitPhase(null, Phase.IDLE);
      digest = controller.publish(ArtifactKind.MODEL, model);
      controller.publishChunk(digest, 3, new byte[0]);
      controller.desire(NODE, desired("a", digest));
      Path part = directory.resolve("n1/artifacts").resolve(digest.hex() + ".part");
      await().until(() -> Files.exists(part) && Files.size(part) > 6_000);
      node.kill();
    }
    try (NodeProcess node = start()) {
      controller.publishChunk(digest, 3, chunk);
      assertThat(running(awaitPhase("a", Phase.ACTIVE)).model()).isEqualTo(digest);
      node.kill();
    }
  }

  private NodeProcess start() throws IOException {
    return NodeProcess.start(broker.uri(), "n1", directory);
  }

  /** Where it listens is in its log. */
  private HttpResponse<String> ask(String body) throws Exception {
    String log = Files.readString(directory.resolve("n1.log"));
    Matcher address = Pattern.compile("listening on http:/+(\\S+)").matcher(log);
    assertThat(address.find()).isTrue();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + address.group(1) + "/infer"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private ReportedState awaitPhase(@Nullable String deployment, Phase phase) {
    DeploymentId wanted = deployment == null ? null : new DeploymentId(deployment);
    return controller.awaitReported(
        r ->
            r.phase() == phase
                && (wanted == null ? r.deployment() == null : wanted.equals(r.deployment())));
  }

  private long newestEpoch() {
    return controller.reported().stream().mapToLong(r -> r.stamp().epoch()).max().orElseThrow();
  }

  private static boolean serves(ReportedState state, String deployment) {
    RunningModel running = state.running();
    return running != null && running.deployment().value().equals(deployment);
  }

  private static RunningModel running(ReportedState state) {
    return requireNonNull(state.running());
  }

  private Digest deploy(String id, byte[] model) {
    Digest digest = controller.publish(ArtifactKind.MODEL, model);
    controller.desire(NODE, desired(id, digest));
    return digest;
  }

  private DesiredState desired(String id, Digest model) {
    return desired(id, model, STRICT);
  }

  /** A sample's class is its brightest feature. */
  private DesiredState desired(String id, Digest model, Acceptance acceptance) {
    float[] inputs = new float[SAMPLES * WIDTH];
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i % WIDTH;
      inputs[i * WIDTH + labels[i]] = 1;
    }
    byte[] probe = new ProbeSet(WIDTH, inputs, labels).encode();
    Digest samples = controller.publish(ArtifactKind.PROBE, probe);
    return new DesiredState(
        DesiredState.SCHEMA,
        new DeploymentId(id),
        model,
        null,
        new Probe(samples, 0),
        1,
        acceptance);
  }
}
