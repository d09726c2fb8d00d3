package io.espalier.controller.statistics;

/** Student's t distribution: how far means of few repetitions stray by chance. */
public final class StudentT {
  private static final int BISECTIONS = 80;
  private static final int MOST_TERMS = 500;
  private static final double ENOUGH = 1e-15;
  private static final double TINY = 1e-300;

  /** Coefficients of C. Lanczos, SIAM J. Numer. Anal. 1, 1964, for g = 7 and nine terms. */
  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };

  private StudentT() {}

  /**
   * P(T ≥ t).
   *
   * @param freedom degrees of freedom, at least 1
   */
  public static double above(double t, double freedom) {
    if (Double.isInfinite(t)) {
      return t > 0 ? 0 : 1;
    }
    double tail = 0.5 * beta(freedom / (freedom + t * t), freedom / 2, 0.5);
    return t >= 0 ? tail : 1 - tail;
  }

  /**
   * The t that is reached or passed with probability {@code above}.
   *
   * @param above in (0, 0.5]
   * @param freedom degrees of freedom, at least 1
   */
  public static double quantile(double above, double freedom) {
    double low = 0;
    double high = 1;
    while (above(high, freedom) > above) {
      high *= 2;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (above(middle, freedom) > above) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The regularised incomplete beta function, by its continued fraction. */
  private static double beta(double x, double a, double b) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double front =
        Math.exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
    // The fraction converges fast on this side of the mean only.
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(x, a, b) / a
        : 1 - front * fraction(1 - x, b, a) / b;
  }

  /** Evaluated from the front (W. Lentz, Applied Optics 15, 1976). */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / notZero(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m < MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / notZero(1 + even * d);
      c = notZero(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / notZero(1 + odd * d);
      c = notZero(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) < ENOUGH) {
        break;
      }
    }
    return value;
  }

  private static double notZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  private static double logGamma(double x) {
    double below = x - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (below + i);
    }
    double t = below + LANCZOS.length - 1.5;
    return 0.5 * Math.log(2 * Math.PI) + (below + 0.5) * Math.log(t) - t + Math.log(sum);
  }
}
