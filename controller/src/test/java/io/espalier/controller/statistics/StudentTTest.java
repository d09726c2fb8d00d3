package io.espalier.controller.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {
  /** From printed tables of the distribution. */
  @ParameterizedTest
  @CsvSource({
    "0.025, 1, 12.706", "0.025, 2, 4.303", "0.025, 9, 2.262", "0.05, 5, 2.015",
    "0.005, 3, 5.841", "0.001, 4, 7.173", "0.0005, 10, 4.587", "0.025, 120, 1.980"
  })
  void quantile_isThatOfTheTables(double above, double freedom, double t) {
    assertThat(StudentT.quantile(above, freedom)).isCloseTo(t, within(6e-4));
  }

  @Test
  void above_isExactForOneAndTwoDegreesOfFreedom() {
    for (double t : new double[] {-30, -1, 0, 0.3, 2, 50, 4000}) {
      assertThat(StudentT.above(t, 1)).isCloseTo(0.5 - Math.atan(t) / Math.PI, within(1e-12));
      assertThat(StudentT.above(t, 2))
          .isCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), within(1e-12));
    }
    assertThat(StudentT.above(Double.POSITIVE_INFINITY, 3)).isZero();
  }
}
