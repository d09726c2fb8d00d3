package io.espalier.controller.rollout;

/** Exact probabilities of k of n. */
final class Binomial {
  private static final int BISECTIONS = 50;

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
    if (k > n || p <= 0) {
      return 0;
    }
    if (p >= 1) {
      return 1;
    }
    // From the mean on terms only fall, so the shorter tail is summed.
    return k > n * p ? upwards(k, n, p) : 1 - upwards(n - k + 1, n, 1 - p);
  }

  private static double upwards(long k, long n, double p) {
    double term = Math.exp(logTerm(k, n, p));
    double sum = 0;
    double odds = p / (1 - p);
    for (long i = k; i <= n && term > sum * 1e-16; i++) {
      sum += term;
      term *= (n - i) / (i + 1.0) * odds;
    }
    return Math.min(1, sum);
  }

  private static double logTerm(long k, long n, double p) {
    double log = k * Math.log(p) + (n - k) * Math.log1p(-p);
    long few = Math.min(k, n - k);
    for (long i = 1; i <= few; i++) {
      log += Math.log((n - few + i) / (double) i);
    }
    return log;
  }

  /**
   * The lower end of the exact interval of k / n (C. Clopper, E. Pearson, Biometrika 26, 1934).
   *
   * @param alpha how often the end may be above the truth
   */
  static double low(long k, long n, double alpha) {
    if (k == 0) {
      return 0;
    }
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (atLeast(k, n, middle) > alpha) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** The upper end of the same interval. */
  static double high(long k, long n, double alpha) {
    return 1 - low(n - k, n, alpha);
  }
}
