package io.espalier.compressor.prune;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.score.ForwardSelection;
import io.espalier.compressor.score.Gram;
import io.espalier.compressor.score.GramScorer;
import io.espalier.compressor.score.LinkScorer;
import io.espalier.compressor.score.LinkScores;
import java.util.List;

/** Scores the links of one layer after those before it were pruned. */
@FunctionalInterface
public interface LayerScorer {
  /**
   * One score a link, numbered through the groups of the layer.
   *
   * @param layer its number
   * @param model pruned up to the layer before it
   * @param grams one a group: what it sees in that model, and the sums wanted of it
   * @throws InterruptedException if the calling thread is interrupted
   */
  float[] score(int layer, LinkModel model, List<Gram> grams) throws InterruptedException;

  /** Scores that are there already, whatever happened to the layers before. */
  static LayerScorer given(LinkScores scores) {
    return (layer, model, grams) -> scores.layers().get(layer);
  }

  /**
   * Scores on the model as it is when the layer's turn comes. Those that need more than moments
   * score all its layers each time.
   */
  static LayerScorer afresh(LinkScorer scorer, long seed) {
    return (layer, model, grams) ->
        scorer instanceof GramScorer fromMoments
            ? fromMoments.score(model.layers().get(layer), grams, seed)
            : scorer.score(model, seed).layers().get(layer);
  }

  /**
   * Chooses links by {@link ForwardSelection}, in each layer twice as deep as its budget, so that
   * units may keep more or fewer than their share.
   */
  static LayerScorer choosing(SparsityBudget budget, Workers workers) {
    return (layer, model, grams) -> {
      LinkLayer shape = model.layers().get(layer);
      double share = budget.kept().get(layer) / (double) shape.links();
      double depth = Math.max(Double.MIN_NORMAL, Math.min(1, 2 * share));
      return new ForwardSelection(workers, depth).score(shape, grams, 0);
    };
  }
}
