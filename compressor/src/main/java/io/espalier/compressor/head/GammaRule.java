package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import java.util.Locale;

/**
 * Which variance γ = 1 / (d · variance) means.
 *
 * <p>They differ in what all samples share, such as the mean image: distances do not see it, nor
 * does {@link #CENTRED}, but {@link #RAW} counts it. Where samples differ little from their mean,
 * {@code RAW} makes γ too small to tell them apart.
 */
public enum GammaRule {
  /** The mean over features of the variance between samples. */
  CENTRED,
  /** The variance of all entries together, scikit-learn's {@code scale}. */
  RAW;

  /** The name in specs: {@code centred}, {@code raw}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The rule of that label.
   *
   * @throws IllegalArgumentException for any other label
   */
  public static GammaRule of(String label) {
    for (GammaRule rule : values()) {
      if (rule.label().equals(label)) {
        return rule;
      }
    }
    throw new IllegalArgumentException("gamma: expected centred or raw, found '" + label + "'");
  }

  /**
   * γ for samples that are known by how they differ from their mean.
   *
   * @param mean of each feature
   * @param centred the samples less that mean
   * @throws IllegalArgumentException if a sample is not finite
   */
  double gamma(float[] mean, Matrix centred) {
    double variance = meanSquare(centred.values());
    if (variance == 0) {
      // A network may be pruned until it makes the same of every image. Whatever γ, the kernel is
      // then 1 and the machine guesses, which is a result; scikit-learn takes 1 as well.
      return 1;
    }
    if (this == RAW) {
      // All entries vary by how samples vary around the mean sample, and by how that varies.
      variance += variance(mean);
    }
    if (!(variance > 0) || Double.isInfinite(variance)) {
      throw new IllegalArgumentException(
          "svm: expected finite features, found a variance of " + variance);
    }
    return 1 / (centred.columns() * variance);
  }

  private static double meanSquare(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return squares / values.length;
  }

  private static double variance(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    return meanSquare(values) - mean * mean;
  }
}
