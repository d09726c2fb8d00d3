package io.espalier.compressor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoreHistogramTest {
  @Test
  void of_countsEveryScoreAboveZeroOnce() {
    ScoreHistogram histogram = ScoreHistogram.of(new float[] {0, 0.01f, 0.1f, 1, 1, 0});

    assertThat(histogram.counts().stream().mapToInt(n -> n).sum()).isEqualTo(4);
    assertThat(histogram.counts().get(0)).isEqualTo(1);
    assertThat(histogram.counts().get(39)).isEqualTo(2);
    assertThat(histogram.lowestLog()).isCloseTo(-2, within(1e-6));
    assertThat(histogram.highestLog()).isZero();
  }

  @Test
  void of_zerosAlone_isEmpty() {
    assertThat(ScoreHistogram.of(new float[5]).counts()).isEmpty();
  }

  @Test
  void of_equalScores_fallsIntoOneRange() {
    assertThat(ScoreHistogram.of(new float[] {2, 2, 2}).counts()).contains(3);
  }

  @Test
  void of_scoresNextToNothing_leavesThemOut() {
    ScoreHistogram histogram = ScoreHistogram.of(new float[] {1e-30f, 1});

    assertThat(histogram.lowestLog()).isEqualTo(-8);
    assertThat(histogram.counts().stream().mapToInt(n -> n).sum()).isEqualTo(1);
  }
}
