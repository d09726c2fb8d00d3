package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.experiment.Choice.Bound;
import io.espalier.controller.objective.Objective;
import io.espalier.shared.artifact.Precision;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final List<TrialRow> ROWS =
      Stream.of(
              rows("dense", 0, 9_650, 1_700_000, 30),
              rows("shapley", 0.9, 9_500, 400_000, 9.9),
              rows("magnitude", 0.9, 9_400, 400_000, 5))
          .flatMap(List::stream)
          .toList();

  @Test
  void of_takesTheBestMean_andOfItTheBestRepetition() {
    Choice choice = choose("max accuracy", Bound.MEAN);

    assertThat(choice.variant()).isEqualTo("dense-fp32");
    assertThat(choice.model().seed()).isEqualTo(2);
    assertThat(choice.repetitions()).hasSize(3);
  }

  @Test
  void of_leavesOutWhatMissesAConstraint() {
    assertThat(choose("max accuracy s.t. bytes < 500k", Bound.MEAN).variant())
        .isEqualTo("shapley-0.9-fp32");
    assertThat(choose("min p50 s.t. accuracy > 93%", Bound.MEAN).variant())
        .isEqualTo("magnitude-0.9-fp32");
    assertThat(Choice.of(ROWS, Objective.parse("max accuracy s.t. bytes < 1k"), Bound.MEAN))
        .isEmpty();
  }

  @Test
  void of_asksForMoreThanTheMean_toBeSure() {
    String objective = "max accuracy s.t. p50 < 10.5us";

    assertThat(choose(objective, Bound.MEAN).variant()).isEqualTo("shapley-0.9-fp32");
    assertThat(choose(objective, Bound.SURE).variant()).isEqualTo("magnitude-0.9-fp32");
  }

  @Test
  void evidence_namesWhatWasAskedFor() {
    assertThat(
            choose("max accuracy s.t. bytes < 500k", Bound.MEAN)
                .evidence(Objective.parse("max accuracy s.t. bytes < 500k")))
        .isEqualTo("accuracy 0.951000 ± 0.0025, model_bytes 400000 ± 0.0");
  }

  @Test
  void of_countsNothingThatHasNoFigures() {
    List<TrialRow> none = List.of(Rows.failed(ROWS.get(0).trial(), "no node"));
    assertThat(Choice.of(none, Objective.parse("max accuracy"), Bound.MEAN)).isEmpty();
  }

  @Test
  void of_goesByWhatWasMeasured_andSaysWhatWasNot() {
    TrialRow small = Rows.judged(trial("a"), 0.25, 0.4, null);
    List<TrialRow> rows = List.of(Rows.judged(trial("b"), 0.5, 0.1, null), small);
    Objective objective = Objective.parse("min mse s.t. mae < 0.5");
    Objective other = Objective.parse("max accuracy s.t. mae < 1");

    assertThat(Choice.of(rows, objective, Bound.MEAN).orElseThrow().model()).isEqualTo(small);
    assertThat(Choice.unmeasured(rows, objective)).isEmpty();
    assertThat(Choice.of(rows, other, Bound.MEAN)).isEmpty();
    assertThat(Choice.unmeasured(rows, other)).containsExactly("accuracy");
  }

  private static Trial trial(String method) {
    return new Trial(0, method, 0.5, Precision.FP32);
  }

  private static Choice choose(String objective, Bound bound) {
    return Choice.of(ROWS, Objective.parse(objective), bound).orElseThrow();
  }

  /** Three seeds, each ten images better and half a microsecond slower than the one before. */
  private static List<TrialRow> rows(
      String method, double sparsity, int correct, long bytes, double p50Us) {
    return IntStream.range(0, 3)
        .mapToObj(
            seed ->
                Rows.measured(
                    new Trial(seed, method, sparsity, Precision.FP32),
                    correct + 10 * seed,
                    p50Us + 0.5 * seed,
                    bytes))
        .toList();
  }
}
