package io.espalier.compressor.train;

import io.espalier.compressor.linalg.Matrix;

/** Logits as probabilities. */
final class Softmax {
  private Softmax() {}

  /** Replaces each row y by e^y / Σ e^y. */
  static void applyInPlace(Matrix logits) {
    int width = logits.columns();
    float[] y = logits.values();
    for (int r = 0; r < logits.rows(); r++) {
      double normaliser = logSumExp(y, r * width, width);
      for (int i = r * width; i < (r + 1) * width; i++) {
        y[i] = (float) Math.exp(y[i] - normaliser);
      }
    }
  }

  /** ln Σ e^y over {@code width} logits from {@code start}, without overflow. */
  static double logSumExp(float[] y, int start, int width) {
    double largest = y[start];
    for (int i = start + 1; i < start + width; i++) {
      largest = Math.max(largest, y[i]);
    }
    double sum = 0;
    for (int i = start; i < start + width; i++) {
      sum += Math.exp(y[i] - largest);
    }
    return largest + Math.log(sum);
  }
}
