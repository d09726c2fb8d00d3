package io.espalier.compressor.train;

import io.espalier.compressor.graph.Activation;

/** Derivatives of activations, from what they gave. */
final class Slopes {
  private Slopes() {}

  /** Multiplies each delta by the derivative where the activation gave {@code y}. */
  static void multiply(Activation activation, float[] y, float[] delta, int length) {
    switch (activation) {
      case LINEAR -> {}
      case RELU -> multiplyByRelu(y, delta, length);
      case SIGMOID -> multiplyBySigmoid(y, delta, length);
    }
  }

  /** Passes a gradient only where the sum was passed. */
  private static void multiplyByRelu(float[] y, float[] delta, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= Math.signum(y[i]);
    }
  }

  private static void multiplyBySigmoid(float[] y, float[] delta, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= y[i] * (1 - y[i]);
    }
  }
}
