package io.espalier.compressor.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AffineTest {
  @Test
  void over_hitsZeroExactly_andMissesTheRestByAStepAtMost_seed1() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      float low = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6) - 3));
      float high = low + (float) Math.pow(10, random.nextInt(6) - 3);

      Affine affine = Affine.over(new Range(low, high));

      assertThat(affine.value(affine.level(0))).isZero();
      for (int k = 0; k <= 20; k++) {
        float value = low + (high - low) * k / 20;
        // Half a step by rounding, half a step by moving the zero point to an integer.
        assertThat(affine.value(affine.level(value)))
            .isCloseTo(value, within(affine.scale() * 1.001f));
      }
    }
  }

  @Test
  void over_widensRangesToHoldZero() {
    assertThat(Affine.over(new Range(1, 2))).isEqualTo(new Affine(2f / 255, -128));
    assertThat(Affine.over(new Range(-2, -1))).isEqualTo(new Affine(2f / 255, 127));
    assertThat(Affine.over(new Range(0, 0)).scale()).isEqualTo(1e-6f / 255);
  }

  @Test
  void level_clampsWhatIsOutOfRange() {
    Affine affine = Affine.over(new Range(-1, 1));

    assertThat(affine.levels(new float[] {-5, 5, -Float.MAX_VALUE, Float.MAX_VALUE}))
        .containsExactly(-128, 127, -128, 127);
  }

  @Test
  void affine_refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Affine(0, 0))
        .withMessage("scale: expected a finite number above 0, found 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Affine(1, 128))
        .withMessage("zero point: expected −128…127, found 128");
  }
}
