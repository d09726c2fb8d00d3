package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Workers;

/**
 * A link is worth what it adds to the variance of its unit's sum that its predecessors explain,
 * when links are chosen one after the other, each time the one that adds most (orthogonal least
 * squares: S. Chen, C. F. N. Cowan, P. M. Grant, IEEE Trans. Neural Networks 2, 1991).
 *
 * <p>Links that are not chosen have score 0. What is explained is meant after the best refit of the
 * chosen, so scores are for {@code prune.SurvivorRefit}.
 */
public final class ForwardSelection extends GramScorer {
  private static final int UNITS = 16;

  private final double depth;

  /**
   * A scorer that works on those threads; results do not depend on how many there are.
   *
   * @param depth the share of the links of each unit that are chosen, above 0, at most 1; twice the
   *     share that is to stay leaves units room to keep more than others
   */
  public ForwardSelection(Workers workers, double depth) {
    super(workers);
    if (!(depth > 0 && depth <= 1)) {
      throw new IllegalArgumentException(
          "forward selection: expected a depth above 0 and at most 1, found " + depth);
    }
    this.depth = depth;
  }

  @Override
  public float[] score(DenseLayer group, Gram gram, long seed) throws InterruptedException {
    int n = gram.inputs();
    int m = gram.outputs();
    int steps = (int) Math.max(1, Math.min(n, Math.round(depth * n)));
    float[] scores = new float[n * m];
    int blocks = (m + UNITS - 1) / UNITS;
    workers()
        .forEach(
            blocks,
            block -> {
              int last = Math.min(m, (block + 1) * UNITS);
              GreedySelection selection = new GreedySelection(gram, steps);
              for (int unit = block * UNITS; unit < last; unit++) {
                if (Thread.currentThread().isInterrupted()) {
                  return;
                }
                selection.choose(unit, scores);
              }
            });
    return scores;
  }
}
