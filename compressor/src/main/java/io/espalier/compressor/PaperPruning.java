package io.espalier.compressor;

import io.espalier.compressor.graph.CalibratedMlp;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Workers;
import io.espalier.compressor.prune.Pruner;
import io.espalier.compressor.prune.PruningMask;
import io.espalier.compressor.prune.Sparsity;
import io.espalier.compressor.score.LinkScores;
import io.espalier.compressor.score.Method;

/**
 * Pruning as the paper has it: links are scored once, on all training samples, and the same share
 * of every layer stays, whether or not that cuts an output off.
 */
final class PaperPruning {
  private final Mlp dense;
  private final LinkScores scores;

  private PaperPruning(Mlp dense, LinkScores scores) {
    this.dense = dense;
    this.scores = scores;
  }

  static PaperPruning of(Mlp dense, Method method, Matrix samples, long seed, Workers workers)
      throws InterruptedException {
    return new PaperPruning(
        dense, method.scorer(workers).score(new CalibratedMlp(dense, samples), seed));
  }

  Mlp prune(Sparsity sparsity) {
    return Pruner.prune(dense, PruningMask.keepingBest(scores, sparsity));
  }
}
