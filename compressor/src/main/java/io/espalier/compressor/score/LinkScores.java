package io.espalier.compressor.score;

import java.util.List;

/**
 * What each link is worth: the higher, the later it is pruned.
 *
 * @param layers for each layer of the model the scores of its links, at least 0, in the order of
 *     its links; not copied, for they are large
 * @param standardErrors of the scores, in the same shape, if they were estimated from a sample;
 *     else empty
 */
public record LinkScores(List<float[]> layers, List<float[]> standardErrors) {
  /**
   * @throws IllegalArgumentException if a score or an error is negative or not finite, or there are
   *     not as many errors as scores
   */
  public LinkScores {
    layers = List.copyOf(layers);
    standardErrors = List.copyOf(standardErrors);
    requireRanks("score", layers);
    requireRanks("standard error", standardErrors);
    if (!standardErrors.isEmpty()
        && !standardErrors.stream()
            .map(layer -> layer.length)
            .toList()
            .equals(layers.stream().map(layer -> layer.length).toList())) {
      throw new IllegalArgumentException(
          "scores: expected a standard error for each of %d layers and their links, found %d"
              .formatted(layers.size(), standardErrors.size()));
    }
  }

  /** Scores that are not estimates. */
  public LinkScores(List<float[]> layers) {
    this(layers, List.of());
  }

  private static void requireRanks(String what, List<float[]> layers) {
    for (int l = 0; l < layers.size(); l++) {
      float[] numbers = layers.get(l);
      for (int i = 0; i < numbers.length; i++) {
        if (!(numbers[i] >= 0 && numbers[i] < Float.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "layer %d, link %d: expected a finite %s of at least 0, found %s"
                  .formatted(l, i, what, numbers[i]));
        }
      }
    }
  }
}
