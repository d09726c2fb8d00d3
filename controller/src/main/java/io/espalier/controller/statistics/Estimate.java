package io.espalier.controller.statistics;

import java.util.Collection;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far two means are apart, and how sure that is by Student's t.
 *
 * @param value the difference
 * @param error its standard error, at least 0
 * @param degrees of freedom, at least 1
 */
public record Estimate(double value, double error, double degrees) {
  /**
   * The mean of differences of pairs, so that what both of a pair share cancels.
   *
   * @throws IllegalArgumentException for fewer than two pairs
   */
  public static Estimate ofPairs(Collection<Double> differences) {
    Sample sample = Sample.of(differences);
    requireTwo(sample);
    return new Estimate(sample.mean(), sample.error(), sample.n() - 1.0);
  }

  /**
   * The mean of the second less that of the first, which are independent and may vary differently
   * (B. L. Welch, Biometrika 34, 1947).
   *
   * @throws IllegalArgumentException if either has fewer than two values
   */
  public static Estimate between(Sample first, Sample second) {
    requireTwo(first);
    requireTwo(second);
    double a = first.error() * first.error();
    double b = second.error() * second.error();
    double degrees =
        a + b == 0
            ? first.n() + second.n() - 2.0
            : (a + b) * (a + b) / (a * a / (first.n() - 1) + b * b / (second.n() - 1));
    return new Estimate(second.mean() - first.mean(), Math.sqrt(a + b), degrees);
  }

  /** Half the width of the interval that covers the truth with that probability. */
  public double halfWidth(double confidence) {
    return error * TDistribution.of(degrees).inverseSurvivalProbability((1 - confidence) / 2);
  }

  /** How likely a difference so large is by chance, either way, if there is none. */
  public double p() {
    if (value == 0 || error == 0) {
      return value == 0 ? 1 : 0;
    }
    return Math.min(1, 2 * TDistribution.of(degrees).survivalProbability(Math.abs(value) / error));
  }

  private static void requireTwo(Sample sample) {
    if (sample.n() < 2) {
      throw new IllegalArgumentException(
          "estimate: expected at least two values, found " + sample.n());
    }
  }
}
