package io.espalier.compressor.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.espalier.compressor.quantise.DynamicRangeInt8.Quantised;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DynamicRangeInt8Test {
  @Test
  void quantise_givesTheLargestWeightOfEachChannelTheLastLevel() {
    Quantised quantised = DynamicRangeInt8.quantise(new float[] {0.5f, -2, 1, 10, 5, 0}, 2);

    assertThat(quantised.scales()).containsExactly(2f / 127, 10f / 127);
    assertThat(quantised.levels()).containsExactly(32, -127, 64, 127, 64, 0);
  }

  @Test
  void quantise_roundsHalvesAwayFromZero() {
    float[] weights = {127, 0.5f, -0.5f, 1.5f, -1.5f, 2.5f, -2.5f, Math.nextDown(0.5f)};

    assertThat(DynamicRangeInt8.quantise(weights, 1).levels())
        .containsExactly(127, 1, -1, 2, -2, 3, -3, 0);
  }

  @Test
  void quantise_keepsAZeroChannelZero_withAScaleAboveZero() {
    Quantised quantised = DynamicRangeInt8.quantise(new float[] {0, -0f, 0, 1, 2, 3}, 2);

    assertThat(quantised.scales()[0]).isEqualTo(5e-7f / 127);
    assertThat(quantised.levels()).startsWith(0, 0, 0);
  }

  @Test
  void quantise_missesEveryWeightByHalfAStepAtMost_seed7() {
    Random random = new Random(7);
    int channels = 20;
    int width = 300;
    float[] weights = new float[channels * width];
    for (int i = 0; i < weights.length; i++) {
      boolean pruned = random.nextInt(4) > 0;
      weights[i] = pruned ? 0 : (float) (random.nextGaussian() * Math.pow(10, i / width - 10));
    }

    Quantised quantised = DynamicRangeInt8.quantise(weights, channels);

    float[] dequantised = quantised.dequantised();
    for (int i = 0; i < weights.length; i++) {
      double halfAStep = quantised.scales()[i / width] * 0.50001;
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
        .isThrownBy(() -> DynamicRangeInt8.quantise(new float[7], 2))
        .withMessage("quantise: 7 weights do not divide into 2 channels");
  }
}
