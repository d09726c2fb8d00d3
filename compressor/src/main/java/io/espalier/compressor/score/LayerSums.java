package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The sums of all links of a layer, in parts that threads may work on at once. */
final class LayerSums {
  private static final int LEAST = 16;
  private static final int MOST = 64;

  private final LinkLayer layer;
  private final int number;
  private final SplittableRandom random;
  private final List<Part> parts = new ArrayList<>();

  /** Some units of a group. */
  private record Part(int group, int start, GameSums sums) {}

  LayerSums(LinkLayer layer, int number, int pairs, SplittableRandom random) {
    this.layer = layer;
    this.number = number;
    this.random = random;
    int start = 0;
    for (int g = 0; g < layer.groups().size(); g++) {
      DenseLayer group = layer.groups().get(g);
      // Small enough for the cache and for several threads, large enough to be worth an order.
      int size = Math.max(LEAST, Math.min(MOST, group.outputs() / 4));
      for (int first = 0; first < group.outputs(); first += size) {
        int units = Math.min(size, group.outputs() - first);
        parts.add(new Part(g, start, new GameSums(group, first, units, pairs)));
      }
      start += group.links();
    }
  }

  /** What adds the next batch to each part; the parts may run in any order. */
  List<Work> work(LinkModel.Pass pass, int samples) {
    long[] seeds = random.longs(samples).toArray();
    return parts.stream()
        .map(part -> work(part.sums, pass.batch(number, part.group).inputs(), seeds))
        .toList();
  }

  private static Work work(GameSums sums, Matrix inputs, long[] seeds) {
    return (from, to) -> sums.add(inputs, seeds, from, to);
  }

  /** Adds some samples of a batch. */
  @FunctionalInterface
  interface Work {
    void add(int from, int to);
  }

  /** The scores and their standard errors after that many samples. */
  Estimate estimate(long samples) {
    Estimate estimate = new Estimate(new float[layer.links()], new float[layer.links()]);
    parts.forEach(part -> part.sums.write(samples, estimate.scores, estimate.errors, part.start));
    return estimate;
  }

  /** Scores of a layer's links and how sure they are. */
  @SuppressWarnings("ArrayRecordComponent")
  record Estimate(float[] scores, float[] errors) {
    /**
     * The share of the links kept that another sample is expected to exchange: the chance of each
     * link, kept or not, to be on the wrong side of the threshold, if errors are normal and
     * independent, summed, over twice the number kept.
     */
    double instability(int kept) {
      if (kept == 0 || kept == scores.length) {
        return 0;
      }
      float[] ascending = scores.clone();
      Arrays.sort(ascending);
      int worst = ascending.length - kept;
      double threshold = (ascending[worst] + (double) ascending[worst - 1]) / 2;
      double wrong = 0;
      for (int i = 0; i < scores.length; i++) {
        double off = Math.abs(scores[i] - threshold);
        wrong += off == 0 ? 0.5 : tail(off / errors[i]);
      }
      return wrong / (2 * kept);
    }

    /** Φ(−z), to 1.4 · 10⁻⁴ (S. R. Bowling et al., J. Ind. Eng. Manag. 2, 2009). */
    private static double tail(double z) {
      return 1 / (1 + Math.exp(z * (1.5976 + 0.070566 * z * z)));
    }
  }
}
