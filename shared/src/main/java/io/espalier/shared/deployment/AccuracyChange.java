package io.espalier.shared.deployment;

/**
 * Two models on the same samples: where they differ. Paired counts tell far smaller changes apart
 * than two accuracies do, for what both have right or wrong cancels.
 *
 * @param samples that both were run on, at least 1
 * @param lost that only the first had right
 * @param gained that only the second had right
 */
public record AccuracyChange(long samples, long lost, long gained) {
  /** No samples yet. */
  public static final AccuracyChange NONE = new AccuracyChange(0, 0, 0);

  /**
   * @throws IllegalArgumentException if counts are negative or more than there are samples
   */
  public AccuracyChange {
    if (lost < 0 || gained < 0 || lost + gained > samples) {
      throw new IllegalArgumentException(
          "accuracy change: expected lost + gained within 0 to %d, found %d + %d"
              .formatted(samples, lost, gained));
    }
  }

  /** Both together: samples of other nodes, or other parts of a probe set. */
  public AccuracyChange plus(AccuracyChange other) {
    return new AccuracyChange(samples + other.samples, lost + other.lost, gained + other.gained);
  }

  /** By how much accuracy dropped, in [−1, 1]; negative where it rose. */
  public double drop() {
    return samples == 0 ? 0 : (lost - gained) / (double) samples;
  }

  /**
   * The confidence interval of the drop: Wald's for paired proportions with half a sample added to
   * each of the four cells (A. Agresti, Y. Min, Statistics in Medicine 24, 2005).
   *
   * @param z quantile of the normal distribution, for instance 1.96 for 95%
   */
  public Interval interval(double z) {
    double n = samples + 2.0;
    double b = lost + 0.5;
    double c = gained + 0.5;
    double drop = (b - c) / n;
    double half = z * Math.sqrt(b + c - (b - c) * (b - c) / n) / n;
    return new Interval(Math.max(-1, drop - half), Math.min(1, drop + half));
  }

  /**
   * From … to.
   *
   * @param low at most {@code high}
   * @param high at least {@code low}
   */
  public record Interval(double low, double high) {}
}
