package io.espalier.compressor.gradual;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.Scope;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.prune.SparsityBudget;
import io.espalier.compressor.score.LinkScores;
import java.util.List;

/** Which links stay at a sparsity, given what they are worth. */
@FunctionalInterface
public interface MaskRule {
  /** The same share of every layer, the best links of each. */
  MaskRule UNIFORM =
      (layers, scores, sparsity) ->
          SparsityBudget.uniform(layers, sparsity, Scope.LAYER).mask(layers, scores);

  /** The best links of the whole network, for scores that are in one unit for all layers. */
  MaskRule ACROSS_LAYERS =
      (layers, scores, sparsity) ->
          SparsityBudget.acrossLayers(scores, sparsity).mask(layers, scores);

  /**
   * Chooses.
   *
   * @param layers as they are now
   * @param scores of their links, zero for those already pruned
   */
  PruningMask choose(List<LinkLayer> layers, LinkScores scores, Sparsity sparsity);
}
