package io.espalier.node.trial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.node.artifact.ArtifactCache;
import io.espalier.node.artifact.FakeSource;
import io.espalier.node.disk.FlashMeter;
import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.TestModels;
import io.espalier.node.inference.TfLiteEngine;
import io.espalier.node.telemetry.SystemCounters;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.Throttling;
import io.espalier.shared.trial.ClassCount;
import io.espalier.shared.trial.Judgement;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.RunOptions;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredTrialTest {
  private static final int CHUNK = 64;
  private static final byte[] MODEL = TestModels.identity(3);

  private final FakeSource source = new FakeSource();
  private final Deque<SystemCounters> counters =
      new ArrayDeque<>(
          List.of(
              new SystemCounters(0, 0, 0, 0, 1, 1, 9, null, throttled(0x80000)),
              new SystemCounters(500_000_000, 400, 20, 50, 3, 3, 9, 80.5, throttled(0x80008)),
              new SystemCounters(1_000_000_000, 800, 50, 100, 7, 8, 9, 71.5, throttled(0x90000))));
  private @TempDir Path directory;

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void run_measuresOnRealTensorFlowLite() throws Exception {
    TrialProcedure.Outcome outcome = run(MODEL, Idx.labels(0, 1, 1));
    Measurement measured = outcome.measurement();
    assertThat(outcome.model()).isEqualTo(Digest.of(MODEL));
    assertThat(measured.correct()).isEqualTo(2);
    assertThat(measured.total()).isEqualTo(3);
    assertThat(measured.classes()).containsExactly(new ClassCount(1, 1), new ClassCount(1, 2));
    assertThat(measured.latency().count()).isEqualTo(20);
    assertThat(measured.cpuPercent()).isEqualTo(80);
    assertThat(measured.systemCpuPercent()).isEqualTo(50);
    assertThat(measured.rssBytes()).isEqualTo(7);
    assertThat(measured.modelBytes()).isEqualTo(MODEL.length);
    assertThat(measured.wireBytes()).isGreaterThan(MODEL.length);
    assertThat(measured.operatorsDelegated()).isEqualTo(1);
    assertThat(measured.operatorsTotal()).isEqualTo(1);
  }

  @Test
  void run_marksWhatSlowedTheBoardMeanwhile() throws Exception {
    Measurement measured = run(MODEL, Idx.labels(0, 1, 1)).measurement();
    assertThat(measured.temperatureCelsius()).isEqualTo(71.5);
    assertThat(measured.board()).isEqualTo(throttled(0x90000));
    assertThat(measured.throttledMeanwhile())
        .extracting(Throttling::now)
        .isEqualTo(List.of("under-voltage", "temperature-limit"));
  }

  @Test
  void run_saysNothingOfABoardThatSaysNothing() throws Exception {
    counters.clear();
    for (int i = 0; i < 3; i++) {
      counters.add(new SystemCounters(i, i, i, i, 1, 1, 9, null, null));
    }
    Measurement measured = run(MODEL, Idx.labels(0, 1, 1)).measurement();
    assertThat(measured.temperatureCelsius()).isNull();
    assertThat(measured.board()).isNull();
    assertThat(measured.throttledMeanwhile()).isNull();
  }

  @Test
  void run_judgesAnAutoencoderByItsOwnErrors_fetchingNothingElse() throws Exception {
    // It makes of every sample the double: its error is the sample, and the largest is unusual.
    byte[] model = TestModels.dense(new float[][] {{2, 0}, {0, 2}});
    ProbeSet set = new ProbeSet(2, new float[] {1, 0, 0, 3, 2, 0}, new int[] {0, 1, 0});
    TrialRequest request = request(model, set, Judgement.ANOMALY);
    Measurement measured =
        new MeasuredTrial(cache(), TfLiteEngine::load, counters::remove).run(request).measurement();
    assertThat(measured.auc()).isEqualTo(1);
    assertThat(measured.mse()).isEqualTo(14 / 6.0);
    assertThat(measured.mae()).isEqualTo(1);
    assertThat(measured.total()).isEqualTo(3);
    assertThat(measured.correct()).isNull();
    assertThat(measured.classes()).isNull();
    assertThat(Judgement.ANOMALY.isAnsweredBy(measured)).isTrue();
  }

  @Test
  void run_readsAndWritesBytesThatStandForRealNumbers() throws Exception {
    byte[] model = TestModels.quantised(new int[][] {{1, 0}, {0, -2}}, 0.5f, 3);
    float[] inputs = {1, 2, -1.5f, 0.24f, 1000, 1};
    ProbeSet set = ProbeSet.withTargets(2, inputs, 2, new float[] {1, -4, -1.5f, 0, 62, -2});
    TrialRequest request = request(model, set, Judgement.RECONSTRUCTION);
    Measurement measured =
        new MeasuredTrial(cache(), TfLiteEngine::load, counters::remove).run(request).measurement();
    assertThat(measured.mae()).isZero();
    assertThat(measured.mse()).isZero();
    assertThat(measured.operatorsDelegated()).isEqualTo(1);
  }

  @Test
  void run_saysWhichFileIsNoModel() {
    byte[] broken = "no model".getBytes(US_ASCII);
    assertThatThrownBy(() -> run(broken, Idx.labels(0, 1, 2)))
        .isInstanceOf(EngineException.class)
        .hasMessage("model %s: not a valid .tflite file", Digest.of(broken).abbreviated());
  }

  @Test
  void run_refusesAModelOfAnotherWidth() {
    assertThatThrownBy(() -> run(TestModels.identity(4), Idx.labels(0, 1, 2)))
        .isInstanceOf(TrialException.class)
        .hasMessage("model: features of a sample: expected 3, found 4");
  }

  private TrialProcedure.Outcome run(byte[] model, byte[] labels) throws Exception {
    TrialRequest request =
        new TrialRequest(
            TrialRequest.SCHEMA,
            new TrialId("a"),
            1,
            source.put(model, CHUNK),
            source.put(TestModels.dense(new float[][] {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}}), CHUNK),
            source.put(Idx.of(new int[] {3, 3}, 9, 1, 1, 1, 9, 1, 1, 1, 9), CHUNK),
            source.put(labels, CHUNK),
            new RunOptions(1, 2, 20));
    return new MeasuredTrial(cache(), TfLiteEngine::load, counters::remove).run(request);
  }

  private TrialRequest request(byte[] model, ProbeSet set, Judgement judgement) {
    return TrialRequest.of(
        new TrialId("a"),
        1,
        source.put(model, CHUNK),
        null,
        source.put(set.encode(), CHUNK),
        null,
        judgement,
        new RunOptions(1, 2, 20));
  }

  private static BoardState throttled(int flags) {
    return new BoardState(600, 1_500, "ondemand", new Throttling(flags), null);
  }

  private ArtifactCache cache() throws IOException {
    return ArtifactCache.open(
        directory, 1 << 20, 1 << 20, null, source, InstantSource.system(), new FlashMeter());
  }
}
