package io.espalier.compressor.prune;

import io.espalier.compressor.score.LinkScores;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which links stay.
 *
 * @param layers for each layer of the network the numbers of its links that stay, in the order of
 *     its weights
 */
public record PruningMask(List<BitSet> layers) {
  public PruningMask {
    layers = layers.stream().map(layer -> (BitSet) layer.clone()).toList();
  }

  /**
   * Keeps the best links of each layer, as many as the sparsity leaves. Of links with equal scores
   * those with the lower number stay.
   */
  public static PruningMask keepingBest(LinkScores scores, Sparsity sparsity) {
    return new PruningMask(
        scores.layers().stream().map(layer -> best(layer, sparsity.kept(layer.length))).toList());
  }

  private static BitSet best(float[] scores, int kept) {
    BitSet best = new BitSet(scores.length);
    if (kept == 0) {
      return best;
    }
    float[] ascending = scores.clone();
    Arrays.sort(ascending);
    float worst = ascending[ascending.length - kept];
    for (int i = 0; i < scores.length; i++) {
      best.set(i, scores[i] > worst);
    }
    int ties = kept - best.cardinality();
    for (int i = 0; ties > 0; i++) {
      if (scores[i] == worst) {
        best.set(i);
        ties--;
      }
    }
    return best;
  }
}
