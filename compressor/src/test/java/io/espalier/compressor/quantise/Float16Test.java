package io.espalier.compressor.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Float16Test {
  private static final int INFINITY = 0x7c00;
  private static final int NEGATIVE = 0x8000;

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x0001, 0x1p-24",
    "0x03ff, 6.097555160522461E-5",
    "0x0400, 0x1p-14",
    "0x3555, 0.333251953125",
    "0x3c00, 1",
    "0x3c01, 1.0009765625",
    "0x7bff, 65504",
    "0xc000, -2"
  })
  void toFloat_decodesTheValuesOfTheStandard(String half, String value) {
    assertThat(Float16.toFloat(Integer.decode(half).shortValue()))
        .isEqualTo(Float.parseFloat(value));
  }

  @Test
  void toFloat_growsWithTheBits() {
    for (int half = 1; half <= INFINITY; half++) {
      assertThat(Float16.toFloat((short) half)).isGreaterThan(Float16.toFloat((short) (half - 1)));
    }
  }

  @Test
  void toHalf_givesBackEveryFiniteHalf() {
    for (int half = 0; half < INFINITY; half++) {
      assertThat(Float16.toHalf(Float16.toFloat((short) half))).isEqualTo((short) half);
      short negative = (short) (half | NEGATIVE);
      assertThat(Float16.toHalf(Float16.toFloat(negative))).isEqualTo(negative);
    }
  }

  @Test
  void toHalf_roundsToTheNearest_andHalfwayToTheEven() {
    for (int half = 0; half < INFINITY - 1; half++) {
      // The sum of two neighbours and its half are exact in single precision.
      float middle = (Float16.toFloat((short) half) + Float16.toFloat((short) (half + 1))) / 2;
      int even = half % 2 == 0 ? half : half + 1;
      assertThat(Float16.toHalf(middle)).isEqualTo((short) even);
      assertThat(Float16.toHalf(Math.nextDown(middle))).isEqualTo((short) half);
      assertThat(Float16.toHalf(Math.nextUp(middle))).isEqualTo((short) (half + 1));
      assertThat(Float16.toHalf(-middle)).isEqualTo((short) (even | NEGATIVE));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {65505, 65520, 1e6f, Float.MAX_VALUE, Float.POSITIVE_INFINITY})
  void toHalf_clampsWhatIsOutOfRange(float value) {
    assertThat(Float16.toFloat(Float16.toHalf(value))).isEqualTo(65504);
    assertThat(Float16.toFloat(Float16.toHalf(-value))).isEqualTo(-65504);
  }

  @Test
  void toHalf_keepsNotANumberAndTheSignOfZero() {
    assertThat(Float16.toFloat(Float16.toHalf(Float.NaN))).isNaN();
    assertThat(Float16.toHalf(-0f)).isEqualTo((short) NEGATIVE);
    assertThat(Float16.toHalf(Float.MIN_VALUE)).isZero();
  }
}
