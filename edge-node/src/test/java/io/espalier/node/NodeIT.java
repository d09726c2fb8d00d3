package io.espalier.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.fixtures.Mosquitto;
import io.espalier.node.inference.TestModels;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.trial.Judgement;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.RunOptions;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node program against a real broker, through the faults that a Pi will meet. */
@SuppressWarnings("NullAway.Init") // Set up before each test.
class NodeIT {
  private static final NodeId NODE = new NodeId("n1");
  private static final int WIDTH = 40;
  private static final int IMAGES = 250;

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
  void node_saysWhatItIs_measuresAModel_andSaysGoodbye() throws IOException {
    try (NodeProcess node = start()) {
      Presence online = awaitOnline();
      assertThat(online.descriptor()).isNotNull();
      controller.ask(NODE, request("a", 1));
      TrialResult.Completed result = (TrialResult.Completed) awaitResult("a", 1);
      Measurement measured = result.measurement();
      assertThat(measured.total()).isEqualTo(IMAGES);
      assertThat(measured.correct()).isEqualTo(IMAGES - 1);
      assertThat(measured.operatorsDelegated()).isEqualTo(measured.operatorsTotal()).isEqualTo(1);
      assertThat(measured.latency().count()).isEqualTo(50);
      assertThat(measured.modelBytes()).isEqualTo(model().length);
      assertThat(measured.wireBytes()).isGreaterThan(measured.modelBytes());
      assertThat(result.digest()).isEqualTo(Digest.of(model()));
      await().until(() -> controller.telemetryTopics().stream().distinct().count() == 3);
      controller.ask(NODE, anomalies("c"));
      assertThat(((TrialResult.Completed) awaitResult("c", 1)).measurement())
          .returns(0.75, Measurement::auc)
          .returns(null, Measurement::correct)
          .returns(4, Measurement::total);
      controller.ask(NODE, "{\"id\":\"b\",\"attempt\":7,\"schema\":9}".getBytes(UTF_8));
      assertThat(((TrialResult.Failed) awaitResult("b", 7)).reason())
          .as("what cannot be read is refused, not passed over")
          .isEqualTo("TrialRequest.model: is missing");
      assertThat(node.terminate()).isEqualTo(143);
      awaitOffline(online);
    }
  }

  @Test
  void node_namesTheArtifactThatIsDamagedOnTheBroker_andTakesTheRetry() throws IOException {
    try (NodeProcess node = start()) {
      awaitOnline();
      TrialRequest request = request("a", 1);
      controller.publishChunk(request.model(), 2, new byte[1_000]);
      controller.ask(NODE, request);
      TrialResult.Failed failed = (TrialResult.Failed) awaitResult("a", 1);
      assertThat(failed.unobtainable()).isEqualTo(request.model());
      assertThat(failed.reason()).contains("chunk 2 was wrong 5 times");
      controller.ask(NODE, request("a", 2));
      assertThat(awaitResult("a", 2)).isInstanceOf(TrialResult.Completed.class);
      node.kill();
    }
  }

  @Test
  void node_goesOnWithAFetchWhenTheBrokerComesBack() throws IOException {
    try (NodeProcess node = start()) {
      awaitOnline();
      TrialRequest request = request("a", 1);
      byte[] chunk = Arrays.copyOfRange(model(), 3_000, 4_000);
      controller.publishChunk(request.model(), 3, new byte[0]);
      controller.ask(NODE, request);
      Path part = directory.resolve("n1/artifacts").resolve(request.model().hex() + ".part");
      await().until(() -> Files.exists(part) && Files.size(part) > 4_000);
      broker.kill();
      broker.restart();
      controller.publishChunk(request.model(), 3, chunk);
      assertThat(awaitResult("a", 1)).isInstanceOf(TrialResult.Completed.class);
      node.kill();
    }
  }

  @Test
  void node_thatIsKilledIsOffline_andComesBackInALaterEpoch() throws IOException {
    Presence first;
    try (NodeProcess node = start()) {
      first = awaitOnline();
      node.kill();
      awaitOffline(first);
    }
    try (NodeProcess node = start()) {
      awaitOnlineAfter(first.stamp().epoch());
      controller.ask(NODE, request("a", 2));
      assertThat(awaitResult("a", 2)).isInstanceOf(TrialResult.Completed.class);
      node.kill();
    }
  }

  @Test
  void node_startsWithoutABroker() throws IOException {
    broker.kill();
    try (NodeProcess node = start()) {
      Path log = directory.resolve("n1.log");
      await().until(() -> Files.exists(log) && Files.readString(log).contains("not reached"));
      broker.restart();
      awaitOnline();
      node.kill();
    }
  }

  @Test
  void node_endsWithItsParent() throws IOException {
    try (NodeProcess node =
        NodeProcess.start(broker.uri(), "n1", directory, "--exit-with-parent")) {
      Presence online = awaitOnline();
      assertThat(node.closeStandardInput()).isZero();
      awaitOffline(online);
    }
  }

  private NodeProcess start() throws IOException {
    return NodeProcess.start(broker.uri(), "n1", directory);
  }

  private Presence awaitOnline() {
    return awaitOnlineAfter(0);
  }

  private Presence awaitOnlineAfter(long epoch) {
    return controller.awaitPresence(
        p -> p.state() == Presence.State.ONLINE && p.stamp().epoch() > epoch);
  }

  private void awaitOffline(Presence online) {
    controller.awaitPresence(
        p -> p.state() == Presence.State.OFFLINE && p.stamp().epoch() == online.stamp().epoch());
  }

  private TrialResult awaitResult(String id, int attempt) {
    return controller.awaitResult(r -> r.id().value().equals(id) && r.attempt() == attempt);
  }

  /**
   * Publishes what the trial needs, then asks for it: an image's class is its brightest feature.
   */
  private TrialRequest request(String id, int attempt) {
    return new TrialRequest(
        TrialRequest.SCHEMA,
        new TrialId(id),
        attempt,
        controller.publish(model()),
        controller.publish(TestModels.dense(doubled())),
        controller.publish(images()),
        controller.publish(labels()),
        new RunOptions(1, 10, 50));
  }

  /**
   * A model alone, whose error is what it is given; a usual sample is larger than an unusual one.
   */
  private TrialRequest anomalies(String id) {
    float[] samples = new float[4 * WIDTH];
    for (int i = 0; i < 4; i++) {
      samples[i * WIDTH] = new float[] {1, 3, 2, 4}[i];
    }
    ProbeSet probe = new ProbeSet(WIDTH, samples, new int[] {0, 0, 1, 1});
    return TrialRequest.of(
        new TrialId(id),
        1,
        controller.publish(TestModels.dense(doubled())),
        null,
        controller.publish(ArtifactKind.PROBE, probe.encode()),
        null,
        Judgement.ANOMALY,
        new RunOptions(1, 10, 50));
  }

  private static byte[] model() {
    return TestModels.identity(WIDTH);
  }

  private static float[][] doubled() {
    float[][] weights = new float[WIDTH][WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      weights[i][i] = 2;
    }
    return weights;
  }

  private static byte[] images() {
    ByteBuffer file = ByteBuffer.allocate(16 + IMAGES * WIDTH);
    file.putInt(0x0803).putInt(IMAGES).putInt(WIDTH / 5).putInt(5);
    for (int i = 0; i < IMAGES; i++) {
      file.put(16 + i * WIDTH + i % WIDTH, (byte) 255);
    }
    return file.array();
  }

  /** The last one is wrong. */
  private static byte[] labels() {
    ByteBuffer file = ByteBuffer.allocate(8 + IMAGES);
    file.putInt(0x0801).putInt(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      file.put((byte) (i < IMAGES - 1 ? i % WIDTH : 0));
    }
    return file.array();
  }
}
