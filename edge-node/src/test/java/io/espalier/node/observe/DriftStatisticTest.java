package io.espalier.node.observe;

import static io.espalier.shared.telemetry.DriftSample.Statistic.CONFIDENCE;
import static io.espalier.shared.telemetry.DriftSample.Statistic.RECONSTRUCTION_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DriftStatisticTest {
  @Test
  void suiting_looksAtTheErrorWhereOutputAndInputAreAsWide_elseAtTheConfidence() {
    assertThat(DriftStatistic.suiting(784, 784)).contains(RECONSTRUCTION_ERROR);
    assertThat(DriftStatistic.suiting(784, 10)).contains(CONFIDENCE);
    assertThat(DriftStatistic.suiting(784, 1)).isEmpty();
    assertThat(DriftStatistic.suiting(1, 1)).isEmpty();
  }

  @Test
  void error_isTheMeanSquaredDifference() {
    assertThat(
            DriftStatistic.of(
                RECONSTRUCTION_ERROR, new float[] {1, 2, 3, 4}, new float[] {1, 0, 3, 3}))
        .isEqualTo(5 / 4.0);
  }

  @Test
  void confidence_ofScores_isTheLargestSoftmaxShare() {
    double expected = Math.exp(2) / (Math.exp(2) + Math.exp(1) + Math.exp(-1));
    assertThat(DriftStatistic.of(CONFIDENCE, new float[1], new float[] {1, 2, -1}))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void confidence_ofShares_isTheLargestOfThem_roundedOrNot() {
    assertThat(DriftStatistic.of(CONFIDENCE, new float[1], new float[] {0.25f, 0.5f, 0.25f}))
        .isEqualTo(0.5);
    assertThat(DriftStatistic.of(CONFIDENCE, new float[1], new float[] {0.99609375f, 0, 0}))
        .isEqualTo(0.99609375);
  }

  @Test
  void confidence_ofScoresOfAnySize_isAShare() {
    assertThat(DriftStatistic.of(CONFIDENCE, new float[1], new float[] {3e38f, -3e38f, 0}))
        .isEqualTo(1);
    assertThat(DriftStatistic.of(CONFIDENCE, new float[1], new float[] {-3e38f, -3e38f}))
        .isEqualTo(0.5);
  }
}
