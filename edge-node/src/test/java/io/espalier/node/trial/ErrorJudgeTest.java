package io.espalier.node.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.node.inference.EngineException;
import io.espalier.node.inference.FakeEngine;
import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.node.inference.TestModels;
import io.espalier.node.inference.TfLiteEngine;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.trial.Judgement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorJudgeTest {
  private static final Passes PASSES = new Passes(Judgement.RECONSTRUCTION);

  /** Each value is a half too small, the first of a row a whole. */
  private static final FakeEngine OFF =
      new FakeEngine(2, 2, OutputType.FLOAT32, row -> new float[] {row[0] - 1, row[1] - 0.5f});

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void reconstruction_isComparedWithTheSample(int batch) throws TrialException, EngineException {
    Samples set = new ProbeSamples(new ProbeSet(2, new float[] {1, 2, 3, 4, 5, 6}, new int[0]));
    Verdict verdict = new JudgedPass(OFF, null, set, Judgement.RECONSTRUCTION, batch).run();
    assertThat(verdict.mse()).isEqualTo((1 + 0.25) / 2);
    assertThat(verdict.mae()).isEqualTo(0.75);
    assertThat(verdict.total()).isEqualTo(3);
    assertThat(verdict.correct()).isNull();
    assertThat(verdict.auc()).isNull();
  }

  @Test
  void reconstruction_isComparedWithImagesAsTheModelSawThem() throws Exception {
    TestSet set = TestSet.parse(Idx.of(new int[] {2, 1}, 255, 51), Idx.labels(0, 0));
    FakeEngine black = new FakeEngine(1, 1, OutputType.FLOAT32, row -> new float[1]);
    assertThat(PASSES.verdict(black, null, set).mse()).isEqualTo((1 + 0.04) / 2, within(1e-7));
  }

  @Test
  void pass_goesOneByOneWhereAModelTakesNoMore() throws Exception {
    Samples set = new ProbeSamples(new ProbeSet(2, new float[] {1, 2, 3, 4, 5, 6}, new int[0]));
    try (InferenceEngine single = TfLiteEngine.load(TestModels.oneRow(2), 1)) {
      Verdict verdict = PASSES.verdict(single, null, set);
      assertThat(verdict.mse()).isZero();
      assertThat(verdict.total()).isEqualTo(3);
    }
  }

  @Test
  void targets_mayBeOfAnotherWidthThanTheSample() throws TrialException, EngineException {
    FakeEngine sum = new FakeEngine(2, 1, OutputType.FLOAT32, row -> new float[] {row[0] + row[1]});
    Samples set =
        new ProbeSamples(ProbeSet.withTargets(2, new float[] {1, 2, 3, 4}, 1, new float[] {3, 9}));
    assertThat(PASSES.verdict(sum, null, set).mse()).isEqualTo(2);
    assertThat(PASSES.verdict(sum, null, set).mae()).isEqualTo(1);
  }

  @Test
  void pass_refusesWhatCannotBeCompared() {
    Samples set = new ProbeSamples(new ProbeSet(2, new float[] {1, 2}, new int[0]));
    PASSES.assertRefused(
        new FakeEngine(2, 3, OutputType.FLOAT32, row -> new float[3]),
        null,
        set,
        "model: expected 2 outputs, one for each value of a sample, found 3");
    PASSES.assertRefused(
        OFF,
        null,
        new ProbeSamples(ProbeSet.withTargets(2, new float[] {1, 2}, 1, new float[1])),
        "model: expected 1 outputs, one for each value of a target, found 2");
    PASSES.assertRefused(
        OFF,
        FakeEngine.identity(2),
        set,
        "head: expected judgement top-1 beside one, found reconstruction");
    PASSES.assertRefused(
        new FakeEngine(2, 2, OutputType.INT32, row -> row),
        null,
        set,
        "model: expected a float32 output, found INT32");
    PASSES.assertRefused(
        new FakeEngine(2, 2, OutputType.FLOAT32, row -> new float[] {0, Float.NaN}),
        null,
        set,
        "model, sample 0: expected finite outputs, found NaN");
  }
}
