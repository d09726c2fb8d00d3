package io.espalier.compressor.prune;

import io.espalier.compressor.score.LinkScores;
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
        scores.layers().stream()
            .map(layer -> Best.of(layer, sparsity.kept(layer.length)))
            .toList());
  }

  /** How many links stay. */
  public long kept() {
    return layers.stream().mapToLong(BitSet::cardinality).sum();
  }
}
