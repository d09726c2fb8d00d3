package io.espalier.controller.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.objective.Objective;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five seeds of the baseline and of two methods at two sparsities, in two precisions. */
class RaceRefereeTest {
  private static final ExperimentSpec SPEC = Specs.withSeeds(0L, 1L, 2L, 3L, 4L);
  private static final RaceReferee REFEREE = referee("max accuracy");

  @Test
  void drops_nothing_beforeTheLeastNumberOfSeeds() {
    assertThat(REFEREE.drops(0, List.of())).isEmpty();
    assertThat(REFEREE.drops(2, rows(2))).isEmpty();
  }

  @Test
  void drops_everyLaterTrialOfWhatIsBehind_andSaysWhy() {
    List<TrialRow> drops = REFEREE.drops(3, rows(3));

    assertThat(drops)
        .extracting(row -> row.seed() + " " + row.trial().label())
        .contains("3 magnitude-0.9-fp32", "4 magnitude-0.9-fp32")
        .doesNotContain("3 dense-fp32", "2 magnitude-0.9-fp32");
    assertThat(drops)
        .allSatisfy(
            row -> {
              assertThat(row.status()).isEqualTo(TrialRow.Status.DROPPED);
              assertThat(row.reason()).startsWith("after 3 seeds: ").contains(" is better by ");
            });
  }

  @Test
  void drops_staysWithWhatItDecided_whenARunGoesOn() {
    List<TrialRow> known = new ArrayList<>(rows(3));
    known.addAll(REFEREE.drops(3, known));

    assertThat(REFEREE.drops(3, known)).isEmpty();
  }

  @Test
  void drops_theWinnerToo_whenItIsAlone() {
    RaceReferee smallest = referee("min bytes s.t. accuracy > 90%");

    List<TrialRow> drops = smallest.drops(3, rows(3));

    assertThat(drops).hasSize(20);
    assertThat(drops)
        .filteredOn(row -> row.trial().label().equals("dense-int8"))
        .extracting(TrialRow::reason)
        .containsOnly("after 3 seeds: it won");
  }

  private static RaceReferee referee(String objective) {
    return new RaceReferee(SPEC, new RaceRules(Objective.parse(objective), 0.05, 3));
  }

  /** Links cost accuracy, INT8 saves bytes; seeds differ, and each variant has its own luck. */
  private static List<TrialRow> rows(int seeds) {
    return Trial.all(SPEC).stream()
        .filter(trial -> trial.seed() < seeds)
        .map(
            trial -> {
              int luck = (int) (trial.seed() * 7 + trial.label().hashCode() % 5) % 4;
              int correct = 9_500 + 10 * (int) trial.seed() - (int) (3_000 * trial.sparsity());
              long bytes = trial.precision().label().equals("int8") ? 400_000 : 1_700_000;
              return Rows.measured(trial, correct + luck, 20, bytes);
            })
        .toList();
  }
}
