package io.espalier.compressor.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterTest {
  @Test
  void quantise_givesTheLargestWeightOfEachChannelTheLastLevel() {
    Int8Tensor quantised = current(new float[] {0.5f, -2, 1, 10, 5, 0}, 2);

    assertThat(quantised.scales()).containsExactly(2f / 127, 10f / 127);
    assertThat(quantised.levels()).containsExactly(32, -127, 64, 127, 64, 0);
  }

  @Test
  void quantise_takesChannelsFromAnyAxis() {
    float[] depthwise = {1, 10, 0.5f, -5, -0.25f, 2.5f};

    Int8Tensor quantised =
        Converter.CURRENT.quantise(depthwise, Channels.along(new int[] {1, 3, 1, 2}, 3));

    assertThat(quantised.scales()).containsExactly(1f / 127, 10f / 127);
    assertThat(quantised.levels()).containsExactly(127, 127, 64, -64, -32, 32);
  }

  @Test
  void quantise_knowsOnlyOneChannelIn2_3() {
    Int8Tensor quantised =
        Converter.V2_3.quantise(new float[] {0.5f, -2, 1, 10, 5, 0}, new Channels(2, 3));

    assertThat(quantised.scales()).containsExactly(10f / 127);
    assertThat(quantised.levels()).containsExactly(6, -25, 13, 127, 64, 0);
  }

  @ParameterizedTest
  @EnumSource
  void quantise_roundsHalvesAwayFromZero(Converter converter) {
    float[] weights = {127, 0.5f, -0.5f, 1.5f, -1.5f, 2.5f, -2.5f, Math.nextDown(0.5f)};

    assertThat(converter.quantise(weights, Channels.ONE).levels())
        .containsExactly(127, 1, -1, 2, -2, 3, -3, 0);
  }

  @Test
  void quantise_differsBetweenGenerationsOnNearTies() {
    // Found by search: 99.49999… steps in double precision, 99.5 in single.
    float[] weights = {0.66181815f, 0.51851106f};

    assertThat(Converter.CURRENT.quantise(weights, Channels.ONE).levels()).containsExactly(127, 99);
    assertThat(Converter.V2_3.quantise(weights, Channels.ONE).levels()).containsExactly(127, 100);
  }

  @Test
  void quantise_current_roundsTheExactQuotient_seed3() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      float range = (float) (0.01 + random.nextDouble());
      double nearATie = (random.nextInt(127) + 0.5) * range / 127;
      float weight = random.nextBoolean() ? (float) nearATie : random.nextFloat() * range;
      BigDecimal steps =
          new BigDecimal(weight)
              .multiply(BigDecimal.valueOf(127))
              .divide(new BigDecimal(range), MathContext.DECIMAL128);
      int expected = steps.setScale(0, RoundingMode.HALF_UP).intValueExact();
      BigDecimal fromTie = steps.remainder(BigDecimal.ONE).subtract(new BigDecimal("0.5"));
      if (fromTie.abs().doubleValue() < 1e-12) {
        // An exact half, which the rounded step may miss: the converter's own quotient decides.
        double step = (range - (double) -range) / (127 - -127);
        expected = (int) Math.floor(weight / step + 0.5);
      }

      assertThat(current(new float[] {range, weight}, 1).levels()[1])
          .as("%s of %s", weight, range)
          .isEqualTo((byte) expected);
    }
  }

  @Test
  void quantise_2_3_multipliesSinglesWithTheInverse_seed4() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      float range = (float) (0.01 + random.nextDouble());
      float weight = (float) ((random.nextInt(127) + 0.5) * range / 127);
      float inverse = 127 / range;
      float product = inverse * weight;

      Int8Tensor quantised = Converter.V2_3.quantise(new float[] {weight, range}, Channels.ONE);

      assertThat(quantised.scales()).containsExactly(range / 127);
      // Exact here, for a float plus a half has fewer than 53 bits.
      assertThat(quantised.levels()[0]).isEqualTo((byte) Math.floor(product + 0.5));
    }
  }

  @Test
  void quantise_keepsAZeroChannelZero_withAScaleAboveZero() {
    float[] weights = {0, -0f, 0, 1, 2, 3};

    Int8Tensor quantised = current(weights, 2);
    Int8Tensor old = Converter.V2_3.quantise(new float[3], Channels.ONE);

    assertThat(quantised.scales()[0]).isEqualTo((float) (1e-6 / 254));
    assertThat(quantised.levels()).startsWith(0, 0, 0);
    assertThat(old.scales()).containsExactly(1);
    assertThat(old.levels()).containsExactly(0, 0, 0);
  }

  @ParameterizedTest
  @EnumSource
  void quantise_missesEveryWeightByHalfAStepAtMost_seed7(Converter converter) {
    Random random = new Random(7);
    int channels = 20;
    int width = 300;
    float[] weights = new float[channels * width];
    for (int i = 0; i < weights.length; i++) {
      boolean pruned = random.nextInt(4) > 0;
      weights[i] = pruned ? 0 : (float) (random.nextGaussian() * Math.pow(10, i / width - 10));
    }

    Int8Tensor quantised = converter.quantise(weights, new Channels(channels, width));

    float[] dequantised = quantised.dequantised();
    for (int i = 0; i < weights.length; i++) {
      double halfAStep = quantised.scales()[quantised.channels().of(i)] * 0.50001;
      assertThat(dequantised[i]).isCloseTo(weights[i], within((float) halfAStep));
      if (weights[i] == 0) {
        assertThat(quantised.levels()[i]).isZero();
      }
    }
    assertThat(quantised.levels()).doesNotContain(-128);
  }

  @Test
  void quantise_refusesWeightsThatDoNotDivideIntoChannels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Converter.CURRENT.quantise(new float[7], new Channels(2, 3)))
        .withMessage("quantise: 7 values do not divide into 2 channels");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void quantise_refusesWhatIsNotFinite(float value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> current(new float[] {1, value}, 1))
        .withMessage("quantise: expected finite values, found %s at 1".formatted(value));
  }

  private static Int8Tensor current(float[] weights, int channels) {
    return Converter.CURRENT.quantise(weights, new Channels(channels, weights.length / channels));
  }
}
