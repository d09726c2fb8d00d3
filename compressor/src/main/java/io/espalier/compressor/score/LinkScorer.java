package io.espalier.compressor.score;

import io.espalier.compressor.graph.LinkModel;

/** A way to tell what each link of a model is worth. */
@FunctionalInterface
public interface LinkScorer {
  /**
   * Scores every link.
   *
   * @param model with the calibration data, of which the scorer takes as much as it needs
   * @param seed of whatever is drawn at random
   * @throws InterruptedException if the calling thread is interrupted
   */
  LinkScores score(LinkModel model, long seed) throws InterruptedException;
}
