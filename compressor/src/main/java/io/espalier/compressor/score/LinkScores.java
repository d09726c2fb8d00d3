package io.espalier.compressor.score;

import java.util.List;

/**
 * What each link is worth: the higher, the later it is pruned.
 *
 * @param layers for each layer of the model the scores of its links, at least 0, in the order of
 *     its links; not copied, for they are large
 */
public record LinkScores(List<float[]> layers) {
  /**
   * @throws IllegalArgumentException if a score is negative or not finite
   */
  public LinkScores {
    layers = List.copyOf(layers);
    for (int l = 0; l < layers.size(); l++) {
      requireRanks(l, layers.get(l));
    }
  }

  private static void requireRanks(int layer, float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      if (!(scores[i] >= 0 && scores[i] < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "layer %d, link %d: expected a finite score of at least 0, found %s"
                .formatted(layer, i, scores[i]));
      }
    }
  }
}
