package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import java.util.function.IntToDoubleFunction;

/**
 * Shapley values by their definition: over all coalitions S without i, |S|! (n − |S| − 1)! / n! ·
 * (v(S ∪ i) − v(S)).
 */
final class EnumeratedGame {
  private EnumeratedGame() {}

  /** The game that the links into one unit play for one input. */
  static double[] ofUnit(DenseLayer layer, int unit, float[] input) {
    return values(
        layer.inputs(),
        coalition -> {
          double z = layer.bias()[unit];
          for (int i = 0; i < layer.inputs(); i++) {
            if ((coalition & 1 << i) != 0) {
              z += layer.weights()[i * layer.outputs() + unit] * input[i];
            }
          }
          return layer.activation().apply((float) z);
        });
  }

  /** Of any game; a coalition is a set of bits. */
  static double[] values(int players, IntToDoubleFunction worth) {
    double[] values = new double[players];
    for (int coalition = 0; coalition < 1 << players; coalition++) {
      int size = Integer.bitCount(coalition);
      double share = factorial(size) * factorial(players - size - 1) / factorial(players);
      double without = worth.applyAsDouble(coalition);
      for (int i = 0; i < players; i++) {
        if ((coalition & 1 << i) == 0) {
          values[i] += share * (worth.applyAsDouble(coalition | 1 << i) - without);
        }
      }
    }
    return values;
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }
}
