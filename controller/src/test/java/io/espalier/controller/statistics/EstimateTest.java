package io.espalier.controller.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void ofPairs_isStudentsTOfTheirDifferences() {
    Estimate estimate = Estimate.ofPairs(List.of(0.010, 0.011, 0.009));

    assertThat(estimate.value()).isCloseTo(0.01, within(1e-12));
    // t = 0.01 / (0.001 / √3) = 17.32 with two degrees of freedom.
    assertThat(estimate.degrees()).isEqualTo(2);
    assertThat(estimate.p()).isCloseTo(0.00332, within(1e-5));
    assertThat(estimate.halfWidth(0.95)).isCloseTo(4.3027 * 0.001 / Math.sqrt(3), within(1e-6));
  }

  @Test
  void between_isWelchs_withHisDegreesOfFreedom() {
    Estimate estimate =
        Estimate.between(
            new Sample(15, 20.8, Math.sqrt(7.9)), new Sample(15, 23.0, Math.sqrt(3.8)));

    assertThat(estimate.value()).isCloseTo(2.2, within(1e-12));
    assertThat(estimate.error()).isCloseTo(Math.sqrt(11.7 / 15), within(1e-12));
    // 0.78² / ((0.5267² + 0.2533²) / 14)
    assertThat(estimate.degrees()).isCloseTo(24.94, within(0.01));
    // t = 2.491; tables have 2.485 for 0.01 a side at 25.
    assertThat(estimate.p()).isBetween(0.0193, 0.0200);
  }

  @Test
  void whatDoesNotVary_differsSurelyOrNotAtAll() {
    Estimate same = Estimate.between(new Sample(3, 5, 0), new Sample(4, 5, 0));
    Estimate other = Estimate.between(new Sample(3, 5, 0), new Sample(4, 6, 0));

    assertThat(same.p()).isEqualTo(1);
    assertThat(same.halfWidth(0.95)).isZero();
    assertThat(other.p()).isZero();
    assertThat(Estimate.ofPairs(List.of(0.0, 0.0)).p()).isEqualTo(1);
  }

  @Test
  void singleValue_saysNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> Estimate.ofPairs(List.of(1.0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Estimate.between(new Sample(1, 0, 0), new Sample(9, 0, 1)));
  }

  @Test
  void welchsInterval_coversTheTruth19TimesOf20_thoughSpreadsDiffer_seeds0To1999() {
    int covered = 0;
    for (int run = 0; run < 2_000; run++) {
      Random random = new Random(run);
      Estimate estimate = Estimate.between(sample(random, 4, 0, 1), sample(random, 9, 0.5, 3));
      covered += Math.abs(estimate.value() - 0.5) <= estimate.halfWidth(0.95) ? 1 : 0;
    }
    assertThat(covered / 2_000.0).isBetween(0.93, 0.97);
  }

  private static Sample sample(Random random, int n, double mean, double sd) {
    return Sample.of(
        DoubleStream.generate(() -> mean + sd * random.nextGaussian()).limit(n).boxed().toList());
  }
}
