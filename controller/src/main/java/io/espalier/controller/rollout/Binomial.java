package io.espalier.controller.rollout;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Exact probabilities of k of n, by what ties them to the beta distribution: that X of n trials is
 * at least k is as likely as that a variable with shapes k and n − k + 1 is at most p.
 */
final class Binomial {
  private Binomial() {}

  /**
   * P(X ≥ k) for X of n trials that each hit with probability p.
   *
   * @param p from 0 to 1
   */
  static double atLeast(long k, long n, double p) {
    if (k <= 0) {
      return 1;
    }
    return k > n ? 0 : beta(k, n).cumulativeProbability(p);
  }

  /**
   * The lower end of the exact interval of k / n (C. Clopper, E. Pearson, Biometrika 26, 1934).
   *
   * @param alpha how often the end may be above the truth
   */
  static double low(long k, long n, double alpha) {
    return k == 0 ? 0 : beta(k, n).inverseCumulativeProbability(alpha);
  }

  /** The upper end of the same interval. */
  static double high(long k, long n, double alpha) {
    return 1 - low(n - k, n, alpha);
  }

  private static BetaDistribution beta(long k, long n) {
    return BetaDistribution.of((double) k, n - k + 1.0);
  }
}
