package io.espalier.compressor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpearmanTest {
  @Test
  void correlation_isThatOfRanks() {
    float[] a = {1, 20, 300, 4000};

    assertThat(Spearman.correlation(a, new float[] {5, 6, 7, 8})).isCloseTo(1, within(1e-12));
    assertThat(Spearman.correlation(a, new float[] {8, 7, 6, 5})).isCloseTo(-1, within(1e-12));
    // Differences of ranks 1, 1, 0, 0: 1 − 6 · 2 / (4 · 15).
    assertThat(Spearman.correlation(a, new float[] {6, 5, 7, 8})).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void correlation_givesEqualNumbersTheirMeanRank() {
    // Ranks 0.5, 0.5, 2 against 0, 1, 2.
    assertThat(Spearman.correlation(new float[] {1, 1, 2}, new float[] {1, 2, 3}))
        .isCloseTo(1.5 / Math.sqrt(1.5 * 2), within(1e-12));
  }
}
