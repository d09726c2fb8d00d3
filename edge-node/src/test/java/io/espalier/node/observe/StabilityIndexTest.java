package io.espalier.node.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StabilityIndexTest {
  /** Twelve bins of a reference 1 … 1,000: below, ten of 100 each, above. */
  @Test
  void score_isTheSumOverBins_asCountedByHand() {
    StabilityIndex index = new StabilityIndex(upTo(1_000));
    double[] window =
        IntStream.concat(IntStream.range(0, 150), IntStream.range(700, 1_100))
            .mapToDouble(i -> i)
            .toArray();
    int[] now = {1, 100, 49, 0, 0, 0, 0, 1, 100, 100, 100, 99};
    add(index, window);
    double expected = 0;
    for (int i = 0; i < now.length; i++) {
      double p = ((i == 0 || i == 11 ? 0 : 100) + 0.5) / 1_006;
      double q = (now[i] + 0.5) / 556;
      expected += (q - p) * Math.log(q / p);
    }
    assertThat(index.score()).isCloseTo(expected, within(1e-12));
    assertThat(index.count()).isEqualTo(window.length);
    assertThat(index.mean()).isCloseTo(Arrays.stream(window).average().orElseThrow(), within(1e-9));
  }

  @Test
  void score_ofTheReferenceItself_isZero() {
    StabilityIndex index = new StabilityIndex(upTo(1_000));
    add(index, upTo(1_000));
    assertThat(index.score()).isCloseTo(0, within(1e-12));
  }

  @Test
  void score_withoutAnyDrift_passesAQuarterInNoneOfAThousandWindows_seed1() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      StabilityIndex index = new StabilityIndex(normal(random, 0, DriftMonitor.REFERENCE));
      add(index, normal(random, 0, DriftMonitor.LEAST_WINDOW));
      assertThat(index.score()).isLessThan(0.25);
    }
  }

  @Test
  void score_ofAShiftByOneDeviation_passesAQuarterInEveryWindow_seed2() {
    Random random = new Random(2);
    for (int i = 0; i < 1_000; i++) {
      StabilityIndex index = new StabilityIndex(normal(random, 0, DriftMonitor.REFERENCE));
      add(index, normal(random, 1, DriftMonitor.LEAST_WINDOW));
      assertThat(index.score()).isGreaterThan(0.25);
    }
  }

  @Test
  void score_seesBothSidesOfAReferenceThatIsOneValue() {
    for (double value : new double[] {0.5, 2}) {
      StabilityIndex index = new StabilityIndex(constant(1, 1_000));
      add(index, constant(value, 300));
      assertThat(index.score()).isGreaterThan(1);
    }
    StabilityIndex same = new StabilityIndex(constant(1, 1_000));
    add(same, constant(1, 300));
    assertThat(same.score()).isLessThan(0.01);
  }

  @Test
  void score_isFinite_whenNothingFallsWhereTheReferenceWas() {
    StabilityIndex index = new StabilityIndex(upTo(1_000));
    add(index, constant(1e300, 1_000_000));
    assertThat(index.score()).isFinite().isGreaterThan(1);
  }

  @Test
  void clear_beginsANewWindow_againstTheSameReference() {
    StabilityIndex index = new StabilityIndex(upTo(1_000));
    add(index, constant(5_000, 300));
    index.clear();
    assertThat(index.count()).isZero();
    add(index, upTo(1_000));
    assertThat(index.score()).isCloseTo(0, within(1e-12));
  }

  @Test
  void reference_isAtLeastOneNumber() {
    assertThatThrownBy(() -> new StabilityIndex(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StabilityIndex(new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  private static void add(StabilityIndex index, double[] values) {
    for (double value : values) {
      index.add(value);
    }
  }

  private static double[] upTo(int last) {
    return IntStream.rangeClosed(1, last).mapToDouble(i -> i).toArray();
  }

  private static double[] constant(double value, int count) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  private static double[] normal(Random random, double mean, int count) {
    return IntStream.range(0, count).mapToDouble(i -> mean + random.nextGaussian()).toArray();
  }
}
