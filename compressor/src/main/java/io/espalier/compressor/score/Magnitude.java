package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;

/** A link is worth the size of its weight, |w| (Han et al. 2015). */
public final class Magnitude implements LinkScorer {
  @Override
  public LinkScores score(LinkModel model, long seed) {
    return new LinkScores(model.layers().stream().map(Magnitude::absolute).toList());
  }

  private static float[] absolute(LinkLayer layer) {
    float[] scores = new float[layer.links()];
    int link = 0;
    for (DenseLayer group : layer.groups()) {
      for (float w : group.weights()) {
        scores[link++] = Math.abs(w);
      }
    }
    return scores;
  }
}
