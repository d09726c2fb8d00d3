package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.controller.experiment.Comparison.Difference;
import io.espalier.controller.experiment.Comparison.Pair;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.shared.artifact.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void change_isSecondLessFirst_withItsStandardError() {
    Comparison comparison =
        Comparison.of(
            Summary.of(List.of(row(0, 0.5, 9_000), row(1, 0.5, 9_200))),
            Summary.of(List.of(row(0, 0.5, 9_300), row(1, 0.5, 9_400), row(2, 0.5, 9_500))));

    Pair pair = comparison.pairs().get(0);
    assertThat(pair.firstN()).isEqualTo(2);
    assertThat(pair.secondN()).isEqualTo(3);
    Difference accuracy = pair.of(Metric.ACCURACY);
    assertThat(accuracy.change()).isCloseTo(0.03, within(1e-12));
    // Variances 0.0002 of two and 0.0001 of three.
    assertThat(accuracy.standardError())
        .isCloseTo(Math.sqrt(0.0002 / 2 + 0.0001 / 3), within(1e-12));
  }

  @Test
  void singleRepetition_hasNoStandardError() {
    Comparison comparison =
        Comparison.of(
            Summary.of(List.of(row(0, 0.5, 9_000), row(1, 0.5, 9_200))),
            Summary.of(List.of(row(0, 0.5, 9_300))));

    assertThat(comparison.pairs().get(0).of(Metric.ACCURACY).standardError()).isNull();
  }

  @Test
  void whatOnlyOneMeasured_isListedApart() {
    Comparison comparison =
        Comparison.of(
            Summary.of(List.of(row(0, 0.5, 9_000), row(0, 0.6, 9_000))),
            Summary.of(List.of(row(0, 0.7, 9_000), row(0, 0.5, 9_000))));

    assertThat(comparison.pairs()).extracting(Pair::sparsity).containsExactly(0.5);
    assertThat(comparison.onlyFirst()).extracting(Cell::sparsity).containsExactly(0.6);
    assertThat(comparison.onlySecond()).extracting(Cell::sparsity).containsExactly(0.7);
  }

  private static TrialRow row(long seed, double sparsity, int correct) {
    return Rows.measured(new Trial(seed, "shapley", sparsity, Precision.INT8), correct, 20);
  }
}
