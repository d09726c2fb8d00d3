package io.espalier.compressor.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
  @Test
  void minMax_isExact_seed1() {
    float[] values = gaussian(1, 10_000);

    float[] sorted = values.clone();
    Arrays.sort(sorted);
    assertThat(range(Calibration.MIN_MAX, values))
        .isEqualTo(new Range(sorted[0], sorted[sorted.length - 1]));
  }

  @Test
  void percentile_leavesOutTheTails_seed2() {
    float[] values = gaussian(2, 200_000);
    values[17] = 1000;

    float[] sorted = values.clone();
    Arrays.sort(sorted);
    Range range = range(Calibration.PERCENTILE, values);
    // Bins are as wide as an outlier of 1000 makes them: 1024 / 4096.
    assertThat(range.low()).isCloseTo(sorted[10], within(0.25f));
    assertThat(range.high()).isCloseTo(sorted[sorted.length - 11], within(0.25f));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 5})
  void mse_quantisesWithLessErrorThanMinMax_whereTailsAreHeavy(long seed) {
    float[] values = gaussian(seed, 50_000);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * values[i] * values[i];
    }

    double best = meanSquaredError(values, range(Calibration.MSE, values));
    assertThat(best).isLessThan(meanSquaredError(values, range(Calibration.MIN_MAX, values)));
    for (float share = 0.05f; share < 1; share += 0.05f) {
      Range other = range(Calibration.MIN_MAX, values);
      Range tried = new Range(other.low() * share, other.high() * share);
      assertThat(best).isLessThan(1.02 * meanSquaredError(values, tried));
    }
  }

  @Test
  void mse_keepsTheWholeRange_whereValuesAreUniform_seed6() {
    Random random = new Random(6);
    float[] values = new float[50_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }

    assertThat(range(Calibration.MSE, values).high()).isGreaterThan(0.98f);
  }

  @ParameterizedTest
  @EnumSource
  void range_doesNotDependOnHowTheValuesArrive_seed7(Calibration calibration) {
    float[] values = gaussian(7, 30_000);
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) Math.pow(10, i / 5000 - 3);
    }
    float[] backwards = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      backwards[i] = values[values.length - 1 - i];
    }
    RangeObserver pieces = calibration.observer();
    for (int from = 0; from < values.length; from += 700) {
      pieces.observe(Arrays.copyOfRange(values, from, Math.min(from + 700, values.length)));
    }

    assertThat(pieces.range())
        .isEqualTo(range(calibration, values))
        .isEqualTo(range(calibration, backwards));
  }

  @ParameterizedTest
  @EnumSource
  void range_ofAConstantHoldsIt(Calibration calibration) {
    float[] constant = new float[1000];
    assertThat(range(calibration, constant)).isEqualTo(new Range(0, 0));

    Arrays.fill(constant, 2.5f);
    assertThat(Affine.over(range(calibration, constant)).value(127)).isCloseTo(2.5f, within(0.01f));

    Arrays.fill(constant, -2.5f);
    assertThat(Affine.over(range(calibration, constant)).value(-128))
        .isCloseTo(-2.5f, within(0.01f));
  }

  @ParameterizedTest
  @EnumSource
  void range_ofNothingIsZero(Calibration calibration) {
    assertThat(calibration.observer().range()).isEqualTo(new Range(0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void observe_refusesWhatIsNotFinite(Calibration calibration) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calibration.observer().observe(new float[] {1, Float.NaN}))
        .withMessage("calibration: expected finite activations, found NaN");
  }

  private static Range range(Calibration calibration, float[] values) {
    RangeObserver observer = calibration.observer();
    observer.observe(values);
    return observer.range();
  }

  private static double meanSquaredError(float[] values, Range range) {
    Affine affine = Affine.over(range);
    double sum = 0;
    for (float value : values) {
      double missed = affine.value(affine.level(value)) - value;
      sum += missed * missed;
    }
    return sum / values.length;
  }

  private static float[] gaussian(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
