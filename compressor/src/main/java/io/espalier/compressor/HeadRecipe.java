package io.espalier.compressor;

import io.espalier.compressor.head.GammaRule;

/**
 * How the SVM that tells images apart is fitted: RBF kernel, γ = 1 / (d · variance).
 *
 * @param samples how many of the first training images it is fitted on, at least 1
 * @param c the penalty C of an error, above 0
 * @param gamma which variance
 * @param on what of the network it classifies
 */
public record HeadRecipe(int samples, double c, GammaRule gamma, HeadInput on) {
  /** The reconstructions of 10,000 images, and C = 10. */
  public static final HeadRecipe USUAL =
      new HeadRecipe(10_000, 10, GammaRule.CENTRED, HeadInput.RECONSTRUCTION);

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public HeadRecipe {
    if (samples < 1 || !(c > 0 && c < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "head: expected at least 1 sample and a positive C, found %d and %s"
              .formatted(samples, c));
    }
  }
}
