package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import java.util.ArrayList;
import java.util.List;

/** A way to tell what links are worth from nothing but second moments and weights. */
public abstract class GramScorer implements LinkScorer {
  private final Workers workers;

  /** A scorer that measures moments on those threads. */
  GramScorer(Workers workers) {
    this.workers = workers;
  }

  /** The threads it works on. */
  Workers workers() {
    return workers;
  }

  /**
   * Scores the links of a group.
   *
   * @param group as it is
   * @param gram its inputs, and the sums wanted of it
   * @param seed of whatever is drawn at random
   * @return one score a link, at least 0, in the order of the weights
   * @throws InterruptedException if the calling thread is interrupted
   */
  public abstract float[] score(DenseLayer group, Gram gram, long seed) throws InterruptedException;

  /** Scores every group of a layer, whose links it numbers through. */
  public final float[] score(LinkLayer layer, List<Gram> grams, long seed)
      throws InterruptedException {
    float[] scores = new float[layer.links()];
    int start = 0;
    for (int g = 0; g < grams.size(); g++) {
      float[] ofGroup = score(layer.groups().get(g), grams.get(g), seed + g);
      System.arraycopy(ofGroup, 0, scores, start, ofGroup.length);
      start += ofGroup.length;
    }
    return scores;
  }

  /** Scores every layer on the activations of the model as it is. */
  @Override
  public LinkScores score(LinkModel model, long seed) throws InterruptedException {
    List<LinkLayer> layers = model.layers();
    List<float[]> scores = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      List<Gram> grams = Gram.ofLayer(model, model, l, Gram.RIDGE, workers);
      scores.add(score(layers.get(l), grams, seed));
    }
    return new LinkScores(scores);
  }
}
