package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Cholesky;
import io.espalier.compressor.linalg.Workers;

/**
 * A link is worth the error of its unit's sum when it goes and the others make up for it as well as
 * they can, w_i² / [H⁻¹]_ii with H = E[x xᵀ] + λI (optimal brain surgeon, per layer: E. Frantar, S.
 * P. Singh, D. Alistarh, NeurIPS 2022; SparseGPT: E. Frantar, D. Alistarh, ICML 2023).
 *
 * <p>All links are scored with the others in place, as SparseGPT does within a block of columns.
 * The compensation that belongs to it, for all that go at once, is {@code prune.SurvivorRefit}.
 */
public final class SparseGpt extends GramScorer {
  /** A scorer that works on those threads; results do not depend on how many there are. */
  public SparseGpt(Workers workers) {
    super(workers);
  }

  @Override
  public float[] score(DenseLayer group, Gram gram, long seed) {
    int n = gram.inputs();
    double[][] hessian = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        hessian[i][j] =
            gram.covariance().get(i, j) + (double) gram.inputMeans()[i] * gram.inputMeans()[j];
      }
    }
    double[] inverse = Cholesky.factor(hessian).inverseDiagonal();
    float[] scores = new float[group.links()];
    for (int link = 0; link < scores.length; link++) {
      double w = group.weights()[link];
      scores[link] = (float) (w * w / inverse[link / group.outputs()]);
    }
    return scores;
  }
}
