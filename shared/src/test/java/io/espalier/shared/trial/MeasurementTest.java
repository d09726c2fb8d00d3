package io.espalier.shared.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.shared.telemetry.LatencySummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTest {
  @Test
  void accuracy_isTheShareOfCorrectAnswers() {
    assertThat(measurement(9_650, 10_000, 4, 4).accuracy()).isEqualTo(0.965);
    assertThat(measurement(0, 1, 0, 0).accuracy()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"-1, 10", "11, 10", "0, 0"})
  void constructor_refusesCountsThatContradictEachOther(int correct, int total) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> measurement(correct, total, 0, 0))
        .withMessage(
            "measurement: expected 0 ≤ correct ≤ total, found " + correct + " of " + total);
  }

  @ParameterizedTest
  @CsvSource({"-1, 4", "5, 4"})
  void constructor_refusesMoreDelegatedOperatorsThanThereAre(int delegated, int operators) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> measurement(1, 1, delegated, operators))
        .withMessage(
            "measurement: expected 0 ≤ delegated ≤ operators, found "
                + delegated
                + " of "
                + operators);
  }

  private static Measurement measurement(int correct, int total, int delegated, int operators) {
    return new Measurement(
        correct,
        total,
        new LatencySummary(1, 2, 3, 50),
        95.0,
        60_000_000,
        50.0,
        2_000_000_000,
        4_000_000_000L,
        1_743_568,
        1_745_000,
        delegated,
        operators);
  }
}
