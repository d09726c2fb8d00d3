package io.espalier.controller.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
  /** From printed tables of Student's t. */
  @ParameterizedTest
  @CsvSource({
    "0.025, 1, 12.706", "0.025, 2, 4.303", "0.025, 9, 2.262", "0.05, 5, 2.015",
    "0.005, 3, 5.841", "0.001, 4, 7.173", "0.0005, 10, 4.587", "0.025, 120, 1.980"
  })
  void halfWidth_isThatOfTheTables(double above, int freedom, double t) {
    assertThat(ofError1(freedom, 0).halfWidth(1 - 2 * above)).isCloseTo(t, within(6e-4));
  }

  @Test
  void chance_isExactForOneAndTwoDegreesOfFreedom() {
    for (double t : new double[] {-30, -1, 0, 0.3, 2, 50, 4000}) {
      assertThat(ofError1(1, t).chanceAbove(0))
          .isCloseTo(0.5 - Math.atan(t) / Math.PI, within(1e-12));
      assertThat(ofError1(2, t).chanceAbove(0))
          .isCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), within(1e-12));
    }
    assertThat(new Sample(4, 1, 0).chanceAbove(0)).isZero();
  }

  @Test
  void singleValue_saysNothingOfChance() {
    Sample single = Sample.of(List.of(3.0));
    assertThat(single).isEqualTo(new Sample(1, 3, 0));
    assertThat(single.chanceAbove(0)).isEqualTo(1);
    assertThat(single.halfWidth(0.95)).isInfinite();
  }

  private static Sample ofError1(int freedom, double mean) {
    return new Sample(freedom + 1, mean, Math.sqrt(freedom + 1.0));
  }
}
