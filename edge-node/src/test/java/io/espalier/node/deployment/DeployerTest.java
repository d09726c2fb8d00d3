package io.espalier.node.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.node.artifact.ArtifactCache;
import io.espalier.node.artifact.FakeSource;
import io.espalier.node.disk.FlashMeter;
import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.FakeEngine;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.node.observe.DriftReference;
import io.espalier.node.serve.LiveModel;
import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.SystemCounters;
import io.espalier.node.telemetry.TelemetrySink;
import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.Probe;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.SystemSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole node but broker and TensorFlow Lite; a model's first byte says how it behaves. */
@SuppressWarnings("NullAway.Init") // Set up before each test.
class DeployerTest {
  private static final int WIDTH = 4;
  private static final int SAMPLES = 400;
  private static final byte RIGHT = 1;
  private static final byte WRONG = 2;
  private static final byte NOT_A_NUMBER = 3;
  private static final byte UNLOADABLE = 4;

  private final FakeSource source = new FakeSource();
  private final List<ReportedState> reported = new CopyOnWriteArrayList<>();
  private final Samples samples = new Samples();
  private final List<DriftReference> references = new CopyOnWriteArrayList<>();
  private @TempDir Path directory;
  private long memoryTotal = 1L << 40;
  private LiveModel live;
  private Deployer deployer;

  @BeforeEach
  void start() throws IOException {
    live = new LiveModel();
    deployer =
        Deployer.of(
            new NodeId("n"),
            new Stamps(1, InstantSource.system(), () -> true),
            directory,
            new FlashMeter(),
            ArtifactCache.open(
                directory.resolve("artifacts"),
                1 << 20,
                1 << 20,
                null,
                source,
                InstantSource.system(),
                new FlashMeter()),
            DeployerTest::engine,
            () -> new SystemCounters(0, 0, 0, 0, 1, 0, memoryTotal, null, null),
            live,
            new Reports(),
            samples,
            references::add);
    deployer.start();
  }

  @AfterEach
  void stop() {
    deployer.close();
    live.close();
    source.close();
  }

  @Test
  void deployment_bringsEvidenceAndTelemetry_andEndsActiveWithoutLiveTraffic() {
    want("a", RIGHT, 0);
    ReportedState active = awaitPhase("a", Phase.ACTIVE);
    Evidence evidence = requireNonNull(active.evidence());
    assertThat(evidence.correct()).isEqualTo(SAMPLES);
    assertThat(evidence.error()).isZero();
    assertThat(evidence.against()).isNull();
    assertThat(evidence.latency().count()).isEqualTo(SAMPLES);
    assertThat(requireNonNull(active.running()).goodInferences()).isEqualTo(20);
    assertThat(samples.accuracy).extracting(AccuracySample::correct).containsExactly(SAMPLES);
    assertThat(samples.inference).hasSize(1);
  }

  @Test
  void nextStart_servesWithoutAConnection() throws IOException {
    want("a", RIGHT, 0);
    awaitPhase("a", Phase.ACTIVE);
    deployer.close();
    source.setConnected(false);
    start();
    await().until(() -> live.serving().isPresent());
  }

  @Test
  void nextStart_testsTheModelOnceMore_andKnowsWhatToCompareWith() throws IOException {
    want("a", RIGHT, 0);
    awaitPhase("a", Phase.ACTIVE);
    assertThat(references).hasSize(1);
    deployer.close();
    start();
    await().until(() -> references.size() == 2);
    assertThat(samples.accuracy)
        .extracting(AccuracySample::correct)
        .containsExactly(SAMPLES, SAMPLES);
    assertThat(references)
        .allSatisfy(
            reference -> {
              assertThat(reference.deployment()).isEqualTo(new DeploymentId("a"));
              assertThat(reference.values()).hasSize(SAMPLES).containsOnly(0);
            });
  }

  @Test
  void modelThatIsWrongMoreOften_isNotServed_andTheCountsSayWhy() {
    want("a", RIGHT, 0);
    awaitPhase("a", Phase.ACTIVE);
    want("b", WRONG, 0);
    ReportedState fallen = awaitPhase("b", Phase.FALLEN_BACK);
    Evidence.Against against = requireNonNull(requireNonNull(fallen.evidence()).against());
    assertThat(against.correct()).isEqualTo(SAMPLES);
    assertThat(against.lost()).isEqualTo(SAMPLES);
    assertThat(against.gained()).isZero();
    assertThat(requireNonNull(fallen.running()).deployment()).isEqualTo(new DeploymentId("a"));
  }

  @Test
  void modelThatCannotBeLoaded_orRun_orDoesNotFitItsProbe_isNotServed() {
    want("a", UNLOADABLE, 0);
    assertThat(awaitPhase("a", Phase.FALLEN_BACK).error()).contains("no model");
    want("b", NOT_A_NUMBER, 0);
    assertThat(awaitPhase("b", Phase.FALLEN_BACK).error()).contains("expected finite outputs");
    Digest wide =
        source.put(ArtifactKind.PROBE, new ProbeSet(3, new float[3], new int[0]).encode());
    deployer.want(Optional.of(desired("c", model(RIGHT), new Probe(wide, 0))));
    assertThat(awaitPhase("c", Phase.FALLEN_BACK).error()).contains("samples of 4 values, found 3");
    assertThat(live.serving()).isEmpty();
  }

  @Test
  void modelWithoutAProbe_runsOnZeros() {
    deployer.want(Optional.of(desired("a", model(RIGHT), null)));
    Evidence evidence = requireNonNull(awaitPhase("a", Phase.ACTIVE).evidence());
    assertThat(evidence.samples()).isEqualTo(1);
    assertThat(evidence.error()).isNull();
    assertThat(evidence.latency().count()).isEqualTo(100);
  }

  @Test
  void probationThatNeverEnds_keepsNothingNewerFromItsTurn() {
    Digest model = model(RIGHT);
    Acceptance never = new Acceptance(Integer.MAX_VALUE, null, null, null, null);
    deployer.want(Optional.of(desired("a", model, null, never)));
    await().until(() -> live.serving().filter(s -> s.goodInferences() > 1_000).isPresent());
    want("b", RIGHT, 0);
    awaitPhase("b", Phase.ACTIVE);
  }

  @Test
  void modelThatNeedsMoreMemoryThanThereIs_isNotLoaded() {
    memoryTotal = 32 << 20;
    want("a", RIGHT, 0);
    assertThat(awaitPhase("a", Phase.FALLEN_BACK).error()).contains("bytes of memory available");
  }

  @Test
  void servingModel_isTestedOnSchedule() {
    want("a", RIGHT, 1);
    awaitPhase("a", Phase.ACTIVE);
    await().until(() -> samples.accuracy.size() >= 3);
  }

  @Test
  void artifactThatComesBack_isFetchedAtLast() {
    Digest model = model(RIGHT);
    source.removeChunk(model, 0);
    DesiredState desired = desired("a", model, null);
    deployer.want(Optional.of(desired));
    await().until(() -> reported.stream().anyMatch(r -> r.phase() == Phase.FETCHING));
    model(RIGHT);
    source.setConnected(true);
    awaitPhase("a", Phase.ACTIVE);
  }

  @Test
  void nextStart_keepsWhatIsHalfFetched_untilSomethingElseIsWanted() throws IOException {
    want("a", RIGHT, 0);
    awaitPhase("a", Phase.ACTIVE);
    Digest next = model(WRONG);
    source.removeChunk(next, 0);
    deployer.want(Optional.of(desired("b", next, null)));
    Path part = directory.resolve("artifacts").resolve(next.hex() + ".part");
    await().until(() -> Files.exists(part));
    deployer.close();
    start();
    await().until(() -> live.serving().isPresent());
    assertThat(part).exists();
    want("c", RIGHT, 0);
    await().until(() -> Files.notExists(part));
  }

  private ReportedState awaitPhase(String deployment, Phase phase) {
    DeploymentId id = new DeploymentId(deployment);
    await()
        .until(
            () -> reported.stream().anyMatch(r -> r.phase() == phase && id.equals(r.deployment())));
    return reported.stream()
        .filter(r -> r.phase() == phase && id.equals(r.deployment()))
        .findFirst()
        .orElseThrow();
  }

  private void want(String deployment, byte behaviour, int everySeconds) {
    float[] inputs = new float[SAMPLES * WIDTH];
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i % WIDTH;
      inputs[i * WIDTH + labels[i]] = 1;
    }
    Digest probe = source.put(ArtifactKind.PROBE, new ProbeSet(WIDTH, inputs, labels).encode());
    deployer.want(
        Optional.of(desired(deployment, model(behaviour), new Probe(probe, everySeconds))));
  }

  private Digest model(byte behaviour) {
    return source.put(ArtifactKind.MODEL, new byte[] {behaviour});
  }

  private static DesiredState desired(String deployment, Digest model, @Nullable Probe probe) {
    return desired(deployment, model, probe, new Acceptance(20, 0.01, null, null, null));
  }

  private static DesiredState desired(
      String deployment, Digest model, @Nullable Probe probe, Acceptance acceptance) {
    return new DesiredState(
        DesiredState.SCHEMA, new DeploymentId(deployment), model, null, probe, 1, acceptance);
  }

  private static InferenceEngine engine(byte[] file, int threads) throws EngineException {
    return switch (file[0]) {
      case RIGHT -> FakeEngine.identity(WIDTH);
      case WRONG -> model(row -> new float[] {row[1], row[2], row[3], row[0]});
      case NOT_A_NUMBER -> model(row -> new float[] {0, Float.NaN, 0, 0});
      default -> throw new EngineException("no model");
    };
  }

  private static FakeEngine model(UnaryOperator<float[]> rows) {
    return new FakeEngine(WIDTH, WIDTH, OutputType.FLOAT32, rows);
  }

  private final class Reports implements ReportSink {
    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public void publish(ReportedState state) {
      reported.add(state);
    }
  }

  private static final class Samples implements TelemetrySink {
    private final List<AccuracySample> accuracy = new CopyOnWriteArrayList<>();
    private final List<InferenceSample> inference = new CopyOnWriteArrayList<>();

    @Override
    public void offer(SystemSample sample) {
      throw new IllegalStateException("not its business");
    }

    @Override
    public void offer(DriftSample sample) {
      throw new IllegalStateException("not its business");
    }

    @Override
    public void offer(InferenceSample sample) {
      inference.add(sample);
    }

    @Override
    public void offer(AccuracySample sample) {
      accuracy.add(sample);
    }
  }
}
