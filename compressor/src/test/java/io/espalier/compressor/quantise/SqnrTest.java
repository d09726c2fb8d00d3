package io.espalier.compressor.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SqnrTest {
  @Test
  void decibels_areTenTimesTheLogarithmOfTheRatio() {
    Sqnr sqnr = new Sqnr();
    sqnr.add(new float[] {3, 4}, new float[] {3, 4});
    sqnr.add(new float[] {5}, new float[] {4.5f});

    assertThat(sqnr.decibels())
        .hasValueSatisfying(db -> assertThat(db).isCloseTo(23.01, within(0.01)));
  }

  @Test
  void decibels_areAbsentWithoutNoiseOrSignal() {
    Sqnr quiet = new Sqnr();
    quiet.add(new float[] {0}, new float[] {1});
    Sqnr clean = new Sqnr();
    clean.add(new float[] {1}, new float[] {1});

    assertThat(quiet.decibels()).isEmpty();
    assertThat(clean.decibels()).isEmpty();
  }

  @Test
  void add_refusesOtherNumbersOfValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sqnr().add(new float[2], new float[1]))
        .withMessage("SQNR: expected 2 values, found 1");
  }
}
