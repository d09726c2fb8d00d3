package io.espalier.compressor.score;

import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;

/** A way to tell what each link of a network is worth. */
@FunctionalInterface
public interface LinkScorer {
  /**
   * Scores every link.
   *
   * @param calibration inputs of the network, one a row, of which the scorer takes as many as it
   *     needs
   * @param seed of whatever is drawn at random
   * @throws InterruptedException if the calling thread is interrupted
   */
  LinkScores score(Mlp network, Matrix calibration, long seed) throws InterruptedException;
}
