package io.espalier.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.experiment.MethodContrast;
import io.espalier.controller.experiment.Rows;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultWordsTest {
  @Test
  void whoIsBestWhereMostWasRemoved_isNamed_withHowSureThatIs() {
    List<TrialRow> rows = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      int swing = 40 * seed;
      rows.add(row(seed, Trial.DENSE, 0, 9_700 + swing, 20));
      rows.add(row(seed, "magnitude", 0.5, 9_900, 20));
      rows.add(row(seed, "magnitude", 0.9, 9_300 + swing, 20));
      rows.add(row(seed, "shapley", 0.9, 9_400 + swing + 2 * (seed % 2), 20));
    }
    assertThat(words(rows).atMostPruned(Precision.FP32))
        .isEqualTo(
            "With 90 % of the links removed, shapley is best with 94.61 %: 2.99 points below the"
                + " baseline, and 1.01 points above magnitude, the next (± 0.02 points,"
                + " p < 0.001 after Holm).");
  }

  @Test
  void whatMayBeChance_isCalledSo() {
    List<TrialRow> rows = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      rows.add(row(seed, "magnitude", 0.9, 9_300, 20));
      rows.add(row(seed, "shapley", 0.9, 9_300 + List.of(100, -80, 10).get(seed), 20));
    }
    assertThat(words(rows).atMostPruned(Precision.FP32))
        .startsWith("With 90 % of the links removed, shapley is best with 93.10 %: 0.10 points")
        .endsWith("so it may be chance).");
    assertThat(words(rows.subList(0, 2)).atMostPruned(Precision.FP32))
        .endsWith("the next (one seed, which says nothing of chance).");
  }

  @Test
  void cheapestOfThoseAsGoodAsTheBaseline_isNamed() {
    List<TrialRow> rows =
        List.of(
            row(0, Trial.DENSE, 0, 9_800, 20),
            row(0, "shapley", 0.5, 9_750, 8),
            row(0, "shapley", 0.8, 9_710, 4),
            row(0, "magnitude", 0.8, 9_709, 3.9),
            row(0, "shapley", 0.9, 9_690, 2));
    assertThat(words(rows).leastCost(Metric.LATENCY_P50_US))
        .isEqualTo(
            "Among models within 1 % of the baseline's accuracy, none costs 5 % less than shapley"
                + " 80 % FP32: 4.00 µs in place of 20.0, with 97.10 %.");
    assertThat(words(rows).leastCost(Metric.RSS_BYTES))
        .startsWith("No model is worth choosing by it: ");
  }

  @Test
  void whereOnlyTheBaselineIsGoodEnough_nothingElseIsRecommended() {
    List<TrialRow> rows =
        List.of(row(0, Trial.DENSE, 0, 9_800, 20), row(0, "shapley", 0.5, 9_000, 8));
    assertThat(words(rows).leastCost(Metric.LATENCY_P50_US))
        .endsWith("less than the baseline in FP32: 20.0 µs, with 98.00 %.");
  }

  @Test
  void errorsAreBetterWhenTheyAreLess() {
    List<TrialRow> rows =
        List.of(
            Rows.judged(new Trial(0, Trial.DENSE, 0, Precision.FP32), 0.010, 0.5, null),
            Rows.judged(new Trial(0, "shapley", 0.9, Precision.FP32), 0.015, 0.5, null),
            Rows.judged(new Trial(0, "magnitude", 0.9, Precision.FP32), 0.014, 0.5, null));
    assertThat(words(rows).atMostPruned(Precision.FP32))
        .startsWith(
            "With 90 % of the links removed, magnitude is best with MSE 0.01400: 0.004000 above"
                + " the baseline, and 0.001000 below shapley, the next");
  }

  @Test
  void precisions_areSharesOfTheFirst() {
    List<BarPlot.Group> groups =
        List.of(
            new BarPlot.Group("FP32", List.of(200.0, 1.0)),
            new BarPlot.Group("FP16", List.of(101.0, 1.0)),
            new BarPlot.Group("INT8", List.of(52.0, 1.0)));
    assertThat(ResultWords.shares("file", groups))
        .isEqualTo("Of FP32's median file, FP16 has 51 %, INT8 has 26 %.");
    assertThat(ResultWords.shares("file", groups.subList(0, 1))).isEmpty();
  }

  private static TrialRow row(int seed, String method, double sparsity, int correct, double p50Us) {
    return Rows.measured(new Trial(seed, method, sparsity, Precision.FP32), correct, p50Us);
  }

  private static ResultWords words(List<TrialRow> rows) {
    Summary summary = Summary.of(rows);
    return new ResultWords(summary, MethodContrast.all(rows, summary.main()));
  }
}
