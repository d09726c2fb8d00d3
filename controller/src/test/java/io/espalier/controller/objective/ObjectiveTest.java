package io.espalier.controller.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {
  @Test
  void parse_readsGoalConstraintsAndUnits() {
    assertThat(Objective.parse("max accuracy s.t. p99 < 5ms, bytes <= 64k, accuracy > 95 %"))
        .isEqualTo(
            new Objective(
                true,
                Quantity.ACCURACY,
                List.of(
                    new Constraint(Quantity.P99, true, true, 5000),
                    new Constraint(Quantity.BYTES, true, false, 64_000),
                    new Constraint(Quantity.ACCURACY, false, true, 0.95))));
    assertThat(Objective.parse("MIN bytes"))
        .isEqualTo(new Objective(false, Quantity.BYTES, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max accuracy",
        "min p50 s.t. accuracy >= 97.5%, rss < 64MiB",
        "max accuracy s.t. p99 < 1.5us",
        "min mse s.t. auc > 0.95, mae <= 0.00012"
      })
  void toString_readsBackEqual(String text) {
    Objective objective = Objective.parse(text);
    assertThat(Objective.parse(objective.toString())).isEqualTo(objective);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "best accuracy               | objective, character 1: expected 'max' or 'min', found 'best'",
        "max speed                   | objective, character 5: expected one of accuracy, auc, mse, mae, p50, p90, p99, cpu, rss, bytes, wire, found 'speed'",
        "max                         | objective, character 4: expected one of accuracy, auc, mse, mae, p50, p90, p99, cpu, rss, bytes, wire, found its end",
        "max accuracy where          | objective, character 14: expected 's.t.' or the end, found 'where'",
        "max accuracy s.t. p99 = 5ms | objective, character 23: expected one of <, <=, >, >=, found '='",
        "max accuracy s.t. p99 < ms  | objective, character 25: expected a number, found 'ms'",
        "max accuracy s.t. p99 < 5   | objective, character 26: expected a unit of p99 (ms, s, us, µs), found its end",
        "max accuracy s.t. p99 < 5kb | objective, character 26: expected a unit of p99 (ms, s, us, µs), found 'kb'",
        "min mse s.t. mae < 5ms      | objective, character 21: expected no unit, for mae has none, found 'ms'",
        "max accuracy s.t. p99 < 5ms bytes < 1 | objective, character 29: expected ',' or the end, found 'bytes'"
      })
  void parse_saysWhereItStumbles(String text, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Objective.parse(text))
        .withMessage(complaint);
  }

  @Test
  void holds_takesTheLimitItselfOnlyIfItSaysSo() {
    assertThat(new Constraint(Quantity.BYTES, true, true, 10).holds(10)).isFalse();
    assertThat(new Constraint(Quantity.BYTES, true, false, 10).holds(10)).isTrue();
    assertThat(new Constraint(Quantity.ACCURACY, false, true, 0.5).holds(0.6)).isTrue();
    assertThat(new Constraint(Quantity.ACCURACY, false, true, 0.5).excess(0.6)).isNegative();
  }
}
