package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;

/**
 * The Shapley values of the links into one unit, by their definition: over all coalitions S without
 * i, |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)).
 */
final class EnumeratedGame {
  private final DenseLayer layer;
  private final int unit;
  private final float[] input;

  EnumeratedGame(DenseLayer layer, int unit, float[] input) {
    this.layer = layer;
    this.unit = unit;
    this.input = input;
  }

  double[] values() {
    int n = layer.inputs();
    double[] values = new double[n];
    for (int coalition = 0; coalition < 1 << n; coalition++) {
      int size = Integer.bitCount(coalition);
      for (int i = 0; i < n; i++) {
        if ((coalition & 1 << i) == 0) {
          double gain = worth(coalition | 1 << i) - worth(coalition);
          values[i] += factorial(size) * factorial(n - size - 1) / factorial(n) * gain;
        }
      }
    }
    return values;
  }

  double worth(int coalition) {
    double z = layer.bias()[unit];
    for (int i = 0; i < layer.inputs(); i++) {
      if ((coalition & 1 << i) != 0) {
        z += layer.weights()[i * layer.outputs() + unit] * input[i];
      }
    }
    return layer.activation().apply((float) z);
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }
}
