package io.espalier.controller.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {
  @Test
  void atLeast_equalsTheSumOverAllOutcomes() {
    for (int n = 1; n <= 30; n++) {
      for (int k = 0; k <= n + 1; k++) {
        for (double p : new double[] {0.001, 0.05, 0.5, 0.93}) {
          assertThat(Binomial.atLeast(k, n, p))
              .as("%d of %d at %s", k, n, p)
              .isCloseTo(byEnumeration(k, n, p), within(1e-12));
        }
      }
    }
  }

  @Test
  void atLeast_isExactForManyTrials() {
    // P(X ≥ 5,000) for 10,000 fair coins is ½ + half of P(X = 5,000) ≈ 1 / √(π · 5,000) / 2.
    assertThat(Binomial.atLeast(5_000, 10_000, 0.5)).isCloseTo(0.503989, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"0, 20, 0.01", "1, 20, 0.01", "10, 20, 0.05", "20, 20, 0.005", "7, 900, 0.01"})
  void interval_endsWhereTheCountBecomesUnlikely(int k, int n, double alpha) {
    double low = Binomial.low(k, n, alpha);
    double high = Binomial.high(k, n, alpha);

    assertThat(k == 0 ? alpha : Binomial.atLeast(k, n, low)).isCloseTo(alpha, within(1e-6));
    assertThat(k == n ? alpha : 1 - Binomial.atLeast(k + 1, n, high))
        .isCloseTo(alpha, within(1e-6));
  }

  private static double byEnumeration(int k, int n, double p) {
    double sum = 0;
    for (int i = k; i <= n; i++) {
      double choose = 1;
      for (int j = 1; j <= i; j++) {
        choose = choose * (n - i + j) / j;
      }
      sum += choose * Math.pow(p, i) * Math.pow(1 - p, n - i);
    }
    return sum;
  }
}
