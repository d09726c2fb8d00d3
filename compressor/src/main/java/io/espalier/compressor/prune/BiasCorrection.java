package io.espalier.compressor.prune;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.score.Gram;
import java.util.BitSet;

/** Moves biases so that the mean of every sum is what it was: b = E z − wᵀ E x. */
public final class BiasCorrection implements LayerRepair {
  @Override
  public DenseLayer repair(DenseLayer pruned, BitSet stay, Gram gram) {
    return pruned.with(pruned.weights(), bias(pruned.weights(), gram));
  }

  /** The bias with which units of those weights have the wanted means. */
  static float[] bias(float[] weights, Gram gram) {
    int m = gram.outputs();
    double[] bias = new double[m];
    for (int j = 0; j < m; j++) {
      bias[j] = gram.sumMeans()[j];
    }
    for (int i = 0; i < gram.inputs(); i++) {
      double mean = gram.inputMeans()[i];
      for (int j = 0; j < m; j++) {
        bias[j] -= weights[i * m + j] * mean;
      }
    }
    float[] rounded = new float[m];
    for (int j = 0; j < m; j++) {
      rounded[j] = (float) bias[j];
    }
    return rounded;
  }
}
