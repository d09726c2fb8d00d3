package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoFrontTest {
  @Test
  void modelThatIsWorseInNothingAndBetterInOne_takesTheOtherFromTheFront() {
    Summary summary =
        Summary.of(
            List.of(
                Rows.measured(trial(0.1), 9_600, 20, 1_000),
                Rows.measured(trial(0.2), 9_600, 20, 1_001),
                Rows.measured(trial(0.3), 9_601, 20, 1_002),
                Rows.measured(trial(0.4), 9_000, 5, 2_000)));

    assertThat(sparsities(ParetoFront.of(summary))).containsExactly(0.1, 0.3, 0.4);
  }

  @Test
  void equalModels_areBothOnTheFront() {
    Summary summary =
        Summary.of(
            List.of(
                Rows.measured(trial(0.1), 9_600, 20, 1_000),
                Rows.measured(trial(0.2), 9_600, 20, 1_000)));

    assertThat(sparsities(ParetoFront.of(summary))).containsExactly(0.1, 0.2);
  }

  @Test
  void errors_areBetterWhenTheyAreSmaller() {
    Summary summary =
        Summary.of(
            List.of(
                Rows.judged(trial(0.1), 0.25, 0.4, null),
                Rows.judged(trial(0.2), 0.20, 0.5, null),
                Rows.judged(trial(0.3), 0.30, 0.3, null)));

    assertThat(sparsities(ParetoFront.of(summary))).containsExactly(0.2);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void front_isWhatNothingBeats_andBeatsAllElse(long seed) {
    Random random = new Random(seed);
    List<TrialRow> rows = new ArrayList<>();
    IntStream.range(1, 60)
        .forEach(
            i ->
                rows.add(
                    Rows.measured(
                        trial(i / 100.0),
                        9_000 + random.nextInt(8),
                        10 + random.nextInt(8),
                        1_000 + random.nextInt(8))));
    Summary summary = Summary.of(rows);
    ParetoFront front = ParetoFront.of(summary);

    assertThat(front.cells()).isNotEmpty();
    for (Cell cell : summary.cells()) {
      boolean beaten = front.cells().stream().anyMatch(other -> beats(other, cell));
      assertThat(beaten).as("%s", cell).isEqualTo(!front.contains(cell));
    }
  }

  /** Said the other way round: no worse in three, and not the same in three. */
  private static boolean beats(Cell one, Cell other) {
    double[] a = figures(one);
    double[] b = figures(other);
    return IntStream.range(0, 3).allMatch(i -> a[i] <= b[i])
        && !IntStream.range(0, 3).allMatch(i -> a[i] == b[i]);
  }

  private static double[] figures(Cell cell) {
    return new double[] {
      -cell.of(Metric.ACCURACY).mean(),
      cell.of(Metric.MODEL_BYTES).mean(),
      cell.of(Metric.LATENCY_P99_US).mean()
    };
  }

  private static List<Double> sparsities(ParetoFront front) {
    return front.cells().stream().map(Cell::sparsity).toList();
  }

  private static Trial trial(double sparsity) {
    return new Trial(0, "shapley", sparsity, Precision.FP32);
  }
}
