package io.espalier.shared.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.shared.telemetry.LatencySummary;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTest {
  private static final ClassCount CLASS = new ClassCount(0, 0);

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

  @Test
  void accuracy_isAbsentWhereNoClassesWereAskedFor() {
    assertThat(judged(null, 0.25, 0.5, null, null).accuracy()).isNull();
  }

  @Test
  void constructor_refusesFiguresOutOfRange_andNoneAtAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> judged(null, null, 0.5, null, null))
        .withMessage("measurement: expected correct, mse or auc, found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> judged(null, null, null, 1.5, null))
        .withMessage("measurement: expected auc of 0 to 1.0, found 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> judged(null, Double.NaN, null, null, null))
        .withMessageContaining("expected mse of 0 to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> judged(0, null, null, null, Collections.nCopies(257, CLASS)))
        .withMessage("measurement: expected at most 256 classes, found 257");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassCount(3, 2))
        .withMessage("class: expected 0 ≤ right ≤ of, found 3 of 2");
  }

  private static Measurement judged(
      @Nullable Integer correct,
      @Nullable Double mse,
      @Nullable Double mae,
      @Nullable Double auc,
      @Nullable List<ClassCount> classes) {
    LatencySummary latency = new LatencySummary(1, 2, 3, 50);
    return new Measurement(
        correct, 10, latency, 1, 1, 1, 1, 1, 1, 1, 1, 1, null, null, null, mse, mae, auc, classes);
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
