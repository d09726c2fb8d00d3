package io.espalier.compressor.score;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A link is worth a number by chance: what any method should beat. */
public final class RandomScores implements LinkScorer {
  @Override
  public LinkScores score(LinkModel model, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> scores = new ArrayList<>();
    for (LinkLayer layer : model.layers()) {
      float[] ofLayer = new float[layer.links()];
      for (int i = 0; i < ofLayer.length; i++) {
        ofLayer[i] = (float) random.nextDouble();
      }
      scores.add(ofLayer);
    }
    return new LinkScores(scores);
  }
}
