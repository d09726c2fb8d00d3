package io.espalier.compressor.prune;

import io.espalier.compressor.graph.LinkModel;
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
}
