package io.espalier.compressor.gradual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.gradual.PruningSchedule.Round;
import io.espalier.compressor.prune.Sparsity;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruningScheduleTest {
  @Test
  void cubic_prunesMuchAtFirstAndReachesTheTarget() {
    List<Round> rounds = PruningSchedule.cubic(new Sparsity(0.96), 4, 3).rounds();

    assertThat(rounds).hasSize(4).allMatch(round -> round.epochs() == 3);
    assertThat(rounds.get(0).sparsity().share()).isCloseTo(0.96 * 37 / 64, within(1e-12));
    assertThat(rounds.get(3).sparsity().share()).isEqualTo(0.96);
  }

  @Test
  void through_addsRoundsInTheirPlaces() {
    PruningSchedule schedule =
        PruningSchedule.cubic(new Sparsity(0.8), 2, 1)
            .through(List.of(new Sparsity(0.75), new Sparsity(0.8), new Sparsity(0.5)), 5);

    assertThat(schedule.rounds())
        .containsExactly(
            new Round(new Sparsity(0.5), 5),
            new Round(new Sparsity(0.8 * 7 / 8), 1),
            new Round(new Sparsity(0.75), 5),
            new Round(new Sparsity(0.8), 1));
  }

  @Test
  void schedule_refusesARoundThatPrunesNoMoreThanTheLast() {
    Round round = new Round(new Sparsity(0.5), 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PruningSchedule(List.of(round, round)))
        .withMessage(
            "schedule: expected each round to prune more than the last, found 0.5 after 0.5");
  }
}
