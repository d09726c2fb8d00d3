package io.espalier.controller.statistics;

import java.util.Collection;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Repetitions of something, taken as independent and normal about their mean.
 *
 * @param n how many, at least 1
 * @param mean of them
 * @param sd sample standard deviation (n − 1); 0 for a single one
 */
public record Sample(int n, double mean, double sd) {
  /**
   * The sample of those values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Sample of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("sample: expected at least one value, found none");
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    int n = values.size();
    return new Sample(n, mean, n < 2 ? 0 : Math.sqrt(squares / (n - 1)));
  }

  /** The standard error of the mean. */
  public double error() {
    return sd / Math.sqrt(n);
  }

  /**
   * How likely a mean as high or higher would be by chance if the truth were {@code reference} or
   * lower; 1 for a single value, which says nothing about chance.
   */
  public double chanceAbove(double reference) {
    double difference = mean - reference;
    if (n < 2 || difference == 0) {
      return n < 2 ? 1 : 0.5;
    }
    return student().survivalProbability(difference / error());
  }

  /**
   * Half the width of the interval that covers the truth with that probability; infinite for a
   * single value.
   */
  public double halfWidth(double confidence) {
    return n < 2
        ? Double.POSITIVE_INFINITY
        : student().inverseSurvivalProbability((1 - confidence) / 2) * error();
  }

  private TDistribution student() {
    return TDistribution.of(n - 1.0);
  }
}
