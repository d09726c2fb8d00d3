package io.espalier.compressor.train;

import io.espalier.compressor.graph.Activation;

/** Derivatives of activations, from what they gave. */
final class Slopes {
  private Slopes() {}

  /** Multiplies each delta by the derivative where the activation gave {@code y}. */
  static void multiply(Activation activation, float[] y, float[] delta, int length) {
    switch (activation) {
      case LINEAR -> {}
      case RELU -> stopOutside(0f, Float.POSITIVE_INFINITY, y, delta, length);
      case RELU6 -> stopOutside(0f, 6f, y, delta, length);
      case HARD_TANH -> stopOutside(-1f, 1f, y, delta, length);
      case TANH -> multiplyByTanh(y, delta, length);
      case SIGMOID -> multiplyBySigmoid(y, delta, length);
    }
  }

  /** A gradient passes only where the sum passed uncut. */
  private static void stopOutside(float low, float high, float[] y, float[] delta, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] = y[i] > low && y[i] < high ? delta[i] : 0f;
    }
  }

  private static void multiplyByTanh(float[] y, float[] delta, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= 1 - y[i] * y[i];
    }
  }

  private static void multiplyBySigmoid(float[] y, float[] delta, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= y[i] * (1 - y[i]);
    }
  }
}
