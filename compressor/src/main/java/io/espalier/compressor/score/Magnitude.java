package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;

/** A link is worth the size of its weight, |w| (Han et al. 2015). */
public final class Magnitude implements LinkScorer {
  @Override
  public LinkScores score(Mlp network, Matrix calibration, long seed) {
    return new LinkScores(
        network.layers().stream().map(DenseLayer::weights).map(Magnitude::absolute).toList());
  }

  private static float[] absolute(float[] weights) {
    float[] scores = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      scores[i] = Math.abs(weights[i]);
    }
    return scores;
  }
}
