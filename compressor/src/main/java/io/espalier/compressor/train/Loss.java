package io.espalier.compressor.train;

import io.espalier.compressor.graph.Activation;
import java.util.Locale;

/**
 * How far outputs are from what they should be: the loss of one sample, which its batch takes the
 * mean of.
 */
public enum Loss {
  /** −Σ t·ln y + (1−t)·ln(1−y) over outputs in (0, 1), targets in [0, 1]. */
  BINARY_CROSS_ENTROPY(Activation.SIGMOID) {
    @Override
    double of(float[] y, float[] t, int start, int width) {
      double loss = 0;
      for (int i = start; i < start + width; i++) {
        // A float sigmoid reaches 0 and 1, where the logarithm has no end.
        double p = Math.max(1e-7, Math.min(1 - 1e-7, y[i]));
        loss -= t[i] * Math.log(p) + (1 - t[i]) * Math.log(1 - p);
      }
      return loss;
    }

    @Override
    void slopes(float[] y, float[] t, int rows, int width, float scale, float[] slopes) {
      for (int i = 0; i < rows * width; i++) {
        slopes[i] = (y[i] - t[i]) * scale;
      }
    }
  },

  /** ½ Σ (y − t)² over outputs that are the sums themselves. */
  SQUARED_ERROR(Activation.LINEAR) {
    @Override
    double of(float[] y, float[] t, int start, int width) {
      double loss = 0;
      for (int i = start; i < start + width; i++) {
        double error = (double) y[i] - t[i];
        loss += error * error / 2;
      }
      return loss;
    }

    @Override
    void slopes(float[] y, float[] t, int rows, int width, float scale, float[] slopes) {
      for (int i = 0; i < rows * width; i++) {
        slopes[i] = (y[i] - t[i]) * scale;
      }
    }
  },

  /**
   * −Σ t·ln softmax(y), for classifiers whose outputs are logits: the largest of them is the
   * largest of their softmax, which is therefore left out of the network.
   */
  SOFTMAX_CROSS_ENTROPY(Activation.LINEAR) {
    @Override
    double of(float[] y, float[] t, int start, int width) {
      double normaliser = Softmax.logSumExp(y, start, width);
      double loss = 0;
      for (int i = start; i < start + width; i++) {
        loss += t[i] * (normaliser - y[i]);
      }
      return loss;
    }

    @Override
    void slopes(float[] y, float[] t, int rows, int width, float scale, float[] slopes) {
      for (int r = 0; r < rows; r++) {
        double normaliser = Softmax.logSumExp(y, r * width, width);
        for (int i = r * width; i < (r + 1) * width; i++) {
          slopes[i] = ((float) Math.exp(y[i] - normaliser) - t[i]) * scale;
        }
      }
    }
  };

  private final Activation output;

  Loss(Activation output) {
    this.output = output;
  }

  /** What the units of the last layer have to make of their sums. */
  public Activation output() {
    return output;
  }

  /** The loss of the sample whose {@code width} outputs and targets begin at {@code start}. */
  abstract double of(float[] y, float[] t, int start, int width);

  /** Sets the derivatives of {@code scale} times the loss by the sums of the last layer. */
  abstract void slopes(float[] y, float[] t, int rows, int width, float scale, float[] slopes);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
