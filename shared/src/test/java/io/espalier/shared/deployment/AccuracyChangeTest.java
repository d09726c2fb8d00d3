package io.espalier.shared.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AccuracyChangeTest {
  @Test
  void drop_isTheShareLostLessTheShareGained() {
    assertThat(new AccuracyChange(500, 15, 5).drop()).isEqualTo(0.02);
    assertThat(new AccuracyChange(500, 5, 15).drop()).isEqualTo(-0.02);
    assertThat(AccuracyChange.NONE.drop()).isZero();
  }

  @Test
  void plus_isTheSameAsCountingTogether() {
    assertThat(new AccuracyChange(500, 15, 5).plus(new AccuracyChange(100, 1, 2)))
        .isEqualTo(new AccuracyChange(600, 16, 7));
  }

  @Test
  void interval_isThatOfAWorkedExample() {
    // n = 100, b = 20, c = 10: (20.5 − 10.5)/102 ± 1.96·√(31 − 100/102)/102, by hand.
    AccuracyChange.Interval interval = new AccuracyChange(100, 20, 10).interval(1.96);

    assertThat(interval.low()).isCloseTo(0.098039 - 0.105279, within(1e-5));
    assertThat(interval.high()).isCloseTo(0.098039 + 0.105279, within(1e-5));
  }

  @Test
  void interval_coversTheTruthAsOftenAsItSays() {
    Random random = new Random(5);
    int covered = 0;
    int games = 20_000;
    for (int game = 0; game < games; game++) {
      int lost = 0;
      int gained = 0;
      for (int i = 0; i < 500; i++) {
        double u = random.nextDouble();
        lost += u < 0.03 ? 1 : 0;
        gained += u >= 0.03 && u < 0.05 ? 1 : 0;
      }
      AccuracyChange.Interval interval = new AccuracyChange(500, lost, gained).interval(1.96);
      covered += interval.low() <= 0.01 && 0.01 <= interval.high() ? 1 : 0;
    }

    assertThat(covered / (double) games).isBetween(0.94, 0.97);
  }

  @Test
  void counts_mustFitTheSamples() {
    assertThatThrownBy(() -> new AccuracyChange(10, 6, 5))
        .hasMessage("accuracy change: expected lost + gained within 0 to 10, found 6 + 5");
  }
}
