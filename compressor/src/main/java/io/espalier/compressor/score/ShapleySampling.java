package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A link is worth the mean absolute Shapley value of its contribution to the unit it feeds.
 *
 * <p>For one input x and one unit j, the players are the unit's incoming links, and a coalition S
 * is worth the unit's output with those links alone, f(b_j + Σ_{i∈S} w_ij x_i). The Shapley value
 * φ_ij(x) is the mean, over all orders of the players, of what i adds when it joins those before
 * it. It is estimated over a few random orders, each taken forwards and backwards, which cancels
 * much of their chance. The score of a link is the mean of |φ_ij(x)| over the inputs: links that
 * often pull hard are worth much, whichever way they pull. For each x the values of a unit add up
 * to f(z_j) − f(b_j).
 *
 * <p>Links whose input is 0 are left out. This is exact: such a link adds w_ij · 0 = 0 to every
 * coalition, so its own value is 0; and since a coalition's worth does not depend on it, the others
 * add the same whether it stands before them or not, while a random order of all players, with it
 * struck out, is a random order of the rest.
 *
 * <p>The units of a layer share the orders, which are drawn afresh for each input and layer. Every
 * unit's estimate is as good as with orders of its own; only their errors are no longer
 * independent.
 */
public final class ShapleySampling implements LinkScorer {
  private static final int ROWS = 256;
  private static final int PAIRS = 8;
  private static final int BLOCKS = 16;

  private final Workers workers;
  private final int rows;
  private final int pairs;

  /** The usual sample: 256 inputs, 8 pairs of orders for each. */
  public ShapleySampling(Workers workers) {
    this(workers, ROWS, PAIRS);
  }

  /**
   * A sampler that works on those threads; results do not depend on how many there are.
   *
   * @param rows inputs drawn from the calibration set (all of it if it has fewer), at least 1
   * @param pairs orders drawn for each input, each used forwards and backwards, at least 1
   */
  public ShapleySampling(Workers workers, int rows, int pairs) {
    if (rows < 1 || pairs < 1) {
      throw new IllegalArgumentException(
          "shapley: expected at least 1 row and 1 pair, found %d and %d".formatted(rows, pairs));
    }
    this.workers = workers;
    this.rows = rows;
    this.pairs = pairs;
  }

  @Override
  public LinkScores score(LinkModel model, long seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    LinkModel sample = model.sampled(rows, random);
    List<LinkLayer> layers = sample.layers();
    List<SplittableRandom> ofLayer = Stream.generate(random::split).limit(layers.size()).toList();
    List<float[]> scores = layers.stream().map(layer -> new float[layer.links()]).toList();
    int[] seen = new int[layers.size()];
    for (int b = 0; b < sample.batches(); b++) {
      LinkModel.Pass pass = sample.run(b);
      for (int l = 0; l < layers.size(); l++) {
        int start = 0;
        for (int g = 0; g < layers.get(l).groups().size(); g++) {
          DenseLayer group = layers.get(l).groups().get(g);
          Matrix inputs = pass.batch(l, g).inputs();
          add(group, inputs, ofLayer.get(l), scores.get(l), start);
          start += group.links();
          seen[l] += g == 0 ? inputs.rows() : 0;
        }
      }
    }
    for (int l = 0; l < layers.size(); l++) {
      divide(scores.get(l), seen[l]);
    }
    return new LinkScores(scores);
  }

  private void add(
      DenseLayer layer, Matrix inputs, SplittableRandom random, float[] scores, int start)
      throws InterruptedException {
    int rows = inputs.rows();
    List<SplittableRandom> ofRow = Stream.generate(random::split).limit(rows).toList();
    float[][] sums = new float[BLOCKS][];
    workers.forEach(
        BLOCKS,
        block -> {
          LinkGame game = new LinkGame(layer, pairs);
          float[] sum = new float[layer.links()];
          for (int r = rows * block / BLOCKS; r < rows * (block + 1) / BLOCKS; r++) {
            addAbsolute(game.values(inputs.rows(r, r + 1).values(), ofRow.get(r)), sum);
          }
          sums[block] = sum;
        });
    for (float[] sum : sums) {
      for (int i = 0; i < sum.length; i++) {
        scores[start + i] += sum[i];
      }
    }
  }

  private static void addAbsolute(float[] values, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += Math.abs(values[i]);
    }
  }

  private static void divide(float[] sums, int count) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= count;
    }
  }
}
