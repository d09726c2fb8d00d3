package io.espalier.controller.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.controller.comparison.Comparison.Side;
import io.espalier.controller.experiment.JudgedBy;
import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.Rows;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.statistics.Estimate;
import io.espalier.controller.statistics.Sample;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void sameSeeds_areComparedInPairs_soThatWhatASeedDoesToBothCancels() {
    Comparison comparison =
        Comparison.of(
            List.of(row(0, 0.5, 9_000), row(1, 0.5, 8_000), row(2, 0.5, 7_000)),
            List.of(row(2, 0.5, 7_090), row(0, 0.5, 9_100), row(1, 0.5, 8_110)));

    Pair pair = comparison.pairs().get(0);
    Difference accuracy = pair.of(Metric.ACCURACY).orElseThrow();
    assertThat(pair.firstN()).isEqualTo(3);
    assertThat(accuracy.change()).isCloseTo(0.01, within(1e-12));
    assertThat(evidence(accuracy).test()).isEqualTo(Evidence.Test.PAIRED);
    assertThat(evidence(accuracy).high() - evidence(accuracy).low())
        .isCloseTo(2 * 4.3027 * 0.001 / Math.sqrt(3), within(1e-6));
    assertThat(comparison.tests()).isEqualTo(1);
    assertThat(evidence(accuracy).p()).isCloseTo(0.00332, within(1e-5));
    assertThat(evidence(pair.of(Metric.MODEL_BYTES).orElseThrow()).p()).isEqualTo(1);
  }

  @Test
  void whatBothSpecsName_isComparedFirst() {
    List<TrialRow> rows =
        List.of(Rows.judged(new Trial(0, "shapley", 0.5, Precision.FP32), 0.25, 0.5, null));
    Side byMae = new Side(rows, JudgedBy.MAE, Selection.ALL);
    Side byMse = new Side(rows, JudgedBy.MSE, Selection.ALL);

    assertThat(Comparison.of(byMae, byMae).main()).isEqualTo(MainMetric.MAE);
    assertThat(Comparison.of(byMae, byMse).main()).isEqualTo(MainMetric.MSE);
  }

  @Test
  void p_isCorrectedForAllVariantsOfAMetric() {
    List<TrialRow> before = new ArrayList<>();
    List<TrialRow> after = new ArrayList<>();
    for (double sparsity : List.of(0.5, 0.6, 0.7)) {
      for (int seed = 0; seed < 3; seed++) {
        before.add(row(seed, sparsity, 9_000 - 1_000 * seed));
        after.add(row(seed, sparsity, 9_000 - 1_000 * seed + List.of(100, 110, 90).get(seed)));
      }
    }

    Comparison comparison = Comparison.of(before, after);

    assertThat(comparison.tests()).isEqualTo(3);
    assertThat(comparison.pairs())
        .allSatisfy(
            pair ->
                assertThat(evidence(pair.of(Metric.ACCURACY).orElseThrow()).p())
                    .isCloseTo(3 * 0.00332, within(1e-4)));
  }

  @Test
  void otherSeeds_areComparedAsIndependent() {
    Comparison comparison =
        Comparison.of(
            List.of(row(0, 0.5, 9_000), row(1, 0.5, 9_200)),
            List.of(row(1, 0.5, 9_300), row(5, 0.5, 9_400), row(6, 0.5, 9_500)));

    Pair pair = comparison.pairs().get(0);
    Difference accuracy = pair.of(Metric.ACCURACY).orElseThrow();
    assertThat(pair.firstN() + ", " + pair.secondN()).isEqualTo("2, 3");
    assertThat(accuracy.change()).isCloseTo(0.03, within(1e-12));
    assertThat(evidence(accuracy).test()).isEqualTo(Evidence.Test.WELCH);
    Estimate welch =
        Estimate.between(Sample.of(List.of(0.90, 0.92)), Sample.of(List.of(0.93, 0.94, 0.95)));
    assertThat(evidence(accuracy).low()).isCloseTo(0.03 - welch.halfWidth(0.95), within(1e-12));
  }

  @Test
  void seedThatOneSideLacks_isLeftOut_soThatTheRestStayPairs() {
    List<TrialRow> ten = new ArrayList<>();
    for (int seed = 0; seed < 10; seed++) {
      ten.add(row(seed, 0.5, 9_000 + 10 * seed));
    }
    Comparison comparison = Comparison.of(ten, ten.subList(0, 9));

    Pair pair = comparison.pairs().get(0);
    assertThat(pair.firstN()).isEqualTo(9);
    assertThat(pair.of(Metric.ACCURACY).orElseThrow().change()).isZero();
    assertThat(evidence(pair.of(Metric.ACCURACY).orElseThrow()).isSure()).isFalse();
  }

  @Test
  void singleRepetition_isNoEvidence() {
    Comparison comparison =
        Comparison.of(List.of(row(0, 0.5, 9_000), row(1, 0.5, 9_200)), List.of(row(0, 0.5, 9_300)));

    Difference accuracy = comparison.pairs().get(0).of(Metric.ACCURACY).orElseThrow();
    assertThat(accuracy.change()).isCloseTo(0.02, within(1e-12));
    assertThat(accuracy.evidence()).isNull();
    assertThat(comparison.tests()).isZero();
  }

  @Test
  void whatOnlyOneMeasured_isListedApart() {
    Comparison comparison =
        Comparison.of(
            List.of(row(0, 0.5, 9_000), row(0, 0.6, 9_000)),
            List.of(row(0, 0.7, 9_000), row(0, 0.5, 9_000)));

    assertThat(comparison.pairs()).extracting(Pair::label).containsExactly("shapley-0.5-int8");
    assertThat(comparison.onlyFirst()).extracting(Variant::sparsity).containsExactly(0.6);
    assertThat(comparison.onlySecond()).extracting(Variant::sparsity).containsExactly(0.7);
  }

  @Test
  void partsOfOneRun_areComparedInWhatBothDoNotName() {
    List<TrialRow> rows = new ArrayList<>();
    for (String method : List.of("shapley", "magnitude")) {
      for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
        rows.add(Rows.measured(new Trial(0, method, 0.5, precision), 9_000, 20));
        rows.add(Rows.measured(new Trial(0, method, 0.9, precision), 9_000, 20));
      }
    }
    rows.add(Rows.measured(new Trial(0, Trial.DENSE, 0, Precision.FP32), 9_000, 20));

    assertThat(labels(rows, "fp32", "int8"))
        .containsExactly(
            "shapley-0.5-fp32 → shapley-0.5-int8",
            "shapley-0.9-fp32 → shapley-0.9-int8",
            "magnitude-0.5-fp32 → magnitude-0.5-int8",
            "magnitude-0.9-fp32 → magnitude-0.9-int8");
    assertThat(labels(rows, "shapley-int8", "magnitude"))
        .containsExactly(
            "shapley-0.5-int8 → magnitude-0.5-int8", "shapley-0.9-int8 → magnitude-0.9-int8");
    assertThat(labels(rows, "dense", "shapley"))
        .containsExactly("dense-fp32 → shapley-0.5-fp32", "dense-fp32 → shapley-0.9-fp32");
    assertThat(labels(rows, "shapley-0.5-fp32", "magnitude-0.9-int8"))
        .containsExactly("shapley-0.5-fp32 → magnitude-0.9-int8");
  }

  private static List<String> labels(List<TrialRow> rows, String first, String second) {
    return Comparison.of(
            new Side(rows, null, Selection.parse(first)),
            new Side(rows, null, Selection.parse(second)))
        .pairs()
        .stream()
        .map(Pair::label)
        .toList();
  }

  private static Evidence evidence(Difference difference) {
    return Objects.requireNonNull(difference.evidence());
  }

  private static TrialRow row(long seed, double sparsity, int correct) {
    return Rows.measured(new Trial(seed, "shapley", sparsity, Precision.INT8), correct, 20);
  }
}
