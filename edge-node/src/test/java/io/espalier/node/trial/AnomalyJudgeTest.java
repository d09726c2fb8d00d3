package io.espalier.node.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.inference.FakeEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.trial.Judgement;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnomalyJudgeTest {
  private static final Passes PASSES = new Passes(Judgement.ANOMALY);

  /** Makes 0 of everything: a sample's error is its mean square. */
  private static final FakeEngine NOTHING =
      new FakeEngine(2, 2, OutputType.FLOAT32, row -> new float[2]);

  @Test
  void area_isThatOfItsDefinition_withTies_seed11() {
    Random random = new Random(11);
    for (int levels : new int[] {1, 2, 5, 256, 1 << 30}) {
      for (int round = 0; round < 20; round++) {
        double[] high = scores(random, levels, 1 + random.nextInt(60));
        double[] low = scores(random, levels, 1 + random.nextInt(60));
        double expected = byDefinition(high, low);
        assertThat(RankSum.area(high, low)).isEqualTo(expected);
      }
    }
  }

  @Test
  void area_isOneHalfWhereScoresSayNothing_andExactForManySamples() {
    assertThat(RankSum.area(new double[70_000], new double[70_000])).isEqualTo(0.5);
    assertThat(RankSum.area(new double[] {0.0}, new double[] {-0.0})).isEqualTo(0.5);
  }

  @Test
  void auc_isOfTheErrorsOfReconstructions_whichAreToldToo() throws Exception {
    Samples set = labelled(new float[] {1, 1, 3, 1, 2, 2, 0, 0}, 0, 1, 1, 0);
    Verdict verdict = PASSES.verdict(NOTHING, set);
    assertThat(verdict.auc()).isEqualTo(1);
    assertThat(verdict.mse()).isEqualTo((2 + 10 + 8) / 8.0);
    assertThat(verdict.mae()).isEqualTo((2 + 4 + 4) / 8.0);
    assertThat(verdict.total()).isEqualTo(4);
    assertThat(verdict.correct()).isNull();
    assertThat(PASSES.verdict(NOTHING, labelled(new float[] {1, 1, 1, 1, 0, 0}, 0, 1, 1)).auc())
        .as("one tie, one below")
        .isEqualTo(0.25);
  }

  @Test
  void auc_isOfASingleOutput_whereThatIsAllThereIs() throws Exception {
    FakeEngine first = new FakeEngine(2, 1, OutputType.FLOAT32, row -> new float[] {row[0]});
    Verdict verdict =
        PASSES.verdict(first, labelled(new float[] {1, 9, 3, 9, 2, 9, 4, 9}, 0, 0, 1, 1));
    assertThat(verdict.auc()).isEqualTo(0.75);
    assertThat(verdict.mse()).isNull();
    assertThat(verdict.mae()).isNull();
  }

  @Test
  void pass_refusesWhatTellsNoAnomalies() {
    float[] two = {1, 2, 3, 4};
    PASSES.assertRefused(
        NOTHING, null, labelled(two, 0, 2), "labels: expected 0, or 1 for an anomaly, found 2");
    PASSES.assertRefused(
        NOTHING, null, labelled(two, 1, 1), "labels: expected both 0 and 1, found only 1");
    PASSES.assertRefused(
        NOTHING, null, labelled(two), "samples: expected a label each, found none");
    PASSES.assertRefused(
        new FakeEngine(2, 3, OutputType.FLOAT32, row -> new float[3]),
        null,
        labelled(two, 0, 1),
        "model: expected a reconstruction of 2 values, or a single score, found 3 outputs");
    PASSES.assertRefused(
        new FakeEngine(2, 1, OutputType.FLOAT32, row -> new float[] {Float.POSITIVE_INFINITY}),
        null,
        labelled(two, 0, 1),
        "model, sample 0: expected finite outputs, found Infinity");
  }

  private static double[] scores(Random random, int levels, int count) {
    return random.ints(count, 0, levels).asDoubleStream().toArray();
  }

  private static double byDefinition(double[] high, double[] low) {
    double wins = 0;
    for (double one : high) {
      for (double other : low) {
        wins += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    return wins / ((double) high.length * low.length);
  }

  private static Samples labelled(float[] inputs, int... labels) {
    return new ProbeSamples(new ProbeSet(2, inputs, labels));
  }
}
