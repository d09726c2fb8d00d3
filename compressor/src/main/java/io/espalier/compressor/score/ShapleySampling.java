package io.espalier.compressor.score;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

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
 * independent. Where a unit's output is its sum the value is w_ij x_i, and nothing is drawn.
 *
 * <p>Where a kernel slides over a sample, up to four positions of it are looked at, one out of each
 * equal part. The standard error of a score is that of a mean over independent samples. Data is
 * taken batch by batch; time is linear in links, samples and orders, memory in links alone.
 */
public final class ShapleySampling implements LinkScorer {
  /** After so many samples the ranking is looked at again. */
  private static final int ROUND = 256;

  private final Workers workers;
  private final ScoringOptions options;

  /** The usual sample: 256 inputs, 8 pairs of orders for each. */
  public ShapleySampling(Workers workers) {
    this(workers, ScoringOptions.USUAL);
  }

  /**
   * A sampler that works on those threads; results do not depend on how many there are. If the
   * options name an instability, it ends as soon as each layer's choice is at least so stable,
   * after every 256th sample: when no more than that share of the links kept at the sparsity is
   * expected to be exchanged for others by another sample of the same size.
   */
  public ShapleySampling(Workers workers, ScoringOptions options) {
    this.workers = workers;
    this.options = options;
  }

  @Override
  public LinkScores score(LinkModel model, long seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    LinkModel sample = model.sampled(options.samples(), random);
    List<LinkLayer> shapes = sample.layers();
    List<LayerSums> layers = new ArrayList<>();
    for (int l = 0; l < shapes.size(); l++) {
      layers.add(new LayerSums(shapes.get(l), l, options.pairs(), random.split()));
    }
    long seen = 0;
    for (int b = 0; b < sample.batches(); b++) {
      LinkModel.Pass pass = sample.run(b);
      int samples = samples(pass, shapes);
      List<LayerSums.Work> work = new ArrayList<>();
      layers.forEach(layer -> work.addAll(layer.work(pass, samples)));
      for (int from = 0; from < samples; from += ROUND) {
        int begin = from;
        int end = Math.min(samples, from + ROUND);
        workers.forEach(work.size(), part -> work.get(part).add(begin, end));
        seen += end - begin;
        if (options.instability() > 0 && stable(layers, seen)) {
          return scores(layers, seen);
        }
      }
    }
    return scores(layers, seen);
  }

  /** The layer with the fewest rows has one a sample, or as good as one. */
  private static int samples(LinkModel.Pass pass, List<LinkLayer> layers) {
    return IntStream.range(0, layers.size())
        .map(l -> pass.batch(l, 0).inputs().rows())
        .min()
        .orElseThrow();
  }

  private boolean stable(List<LayerSums> layers, long seen) {
    return layers.stream()
        .map(layer -> layer.estimate(seen))
        .allMatch(
            estimate -> {
              int links = estimate.scores().length;
              int kept = (int) Math.round((1 - options.sparsity()) * links);
              return estimate.instability(kept) <= options.instability();
            });
  }

  private static LinkScores scores(List<LayerSums> layers, long seen) {
    List<LayerSums.Estimate> estimates =
        layers.stream().map(layer -> layer.estimate(seen)).toList();
    return new LinkScores(
        estimates.stream().map(LayerSums.Estimate::scores).toList(),
        estimates.stream().map(LayerSums.Estimate::errors).toList());
  }
}
