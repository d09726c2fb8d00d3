package io.espalier.compressor.prune;

import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.graph.LinkModel;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.score.Gram;
import io.espalier.compressor.score.LinkScores;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Prunes and repairs a model layer by layer, each on the activations of the layers already pruned
 * before it, and towards the sums of the dense model.
 */
public final class LayerwisePruning {
  private final Workers workers;
  private final LayerScorer scorer;
  private final Budget budget;
  private final LayerRepair repair;

  /** Picks the links of a layer that stay; {@link SparsityBudget#select} is one. */
  @FunctionalInterface
  public interface Budget {
    /** The numbers of the links that stay. */
    BitSet select(int layer, LinkLayer shape, float[] scores);
  }

  /**
   * What came out.
   *
   * @param layers pruned and repaired
   * @param mask which links stayed
   * @param scores by which they were picked
   */
  public record Result(List<LinkLayer> layers, PruningMask mask, LinkScores scores) {}

  /** Pruning on those threads; results do not depend on how many there are. */
  public LayerwisePruning(Workers workers, LayerScorer scorer, Budget budget, LayerRepair repair) {
    this.workers = workers;
    this.scorer = scorer;
    this.budget = budget;
    this.repair = repair;
  }

  /**
   * Prunes a model towards its own sums.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Result prune(LinkModel dense) throws InterruptedException {
    return prune(dense, dense);
  }

  /**
   * Prunes a model that may have been pruned or trained further before.
   *
   * @param start what is pruned
   * @param dense whose sums are wanted: the same layers and data
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Result prune(LinkModel start, LinkModel dense) throws InterruptedException {
    LinkModel model = start;
    List<BitSet> mask = new ArrayList<>();
    List<float[]> scores = new ArrayList<>();
    for (int l = 0; l < start.layers().size(); l++) {
      List<Gram> grams = Gram.ofLayer(model, dense, l, Gram.RIDGE, workers);
      float[] ofLayer = scorer.score(l, model, grams);
      BitSet stay = budget.select(l, model.layers().get(l), ofLayer);
      List<LinkLayer> layers = new ArrayList<>(model.layers());
      layers.set(l, repair.repair(layers.get(l), stay, grams));
      model = model.with(layers);
      scores.add(ofLayer);
      mask.add(stay);
    }
    return new Result(model.layers(), new PruningMask(mask), new LinkScores(scores));
  }
}
