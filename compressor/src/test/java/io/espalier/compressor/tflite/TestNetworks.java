package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Networks and inputs by seed. */
final class TestNetworks {
  static final Provenance PROVENANCE =
      new Provenance("1.2.3", "abc1234", new TreeMap<>(Map.of("seed", "7", "method", "shapley")));

  private TestNetworks() {}

  /** Hidden layers with RELU, the last with SIGMOID; three links in four are pruned. */
  static Mlp pruned(long seed, int... widths) {
    Random random = new Random(seed);
    List<DenseLayer> layers = new ArrayList<>();
    for (int k = 1; k < widths.length; k++) {
      float[] weights = new float[widths[k - 1] * widths[k]];
      for (int i = 0; i < weights.length; i++) {
        boolean kept = random.nextInt(4) == 0;
        weights[i] = kept ? (float) (random.nextGaussian() * 2 / Math.sqrt(widths[k - 1])) : 0;
      }
      float[] bias = new float[widths[k]];
      for (int j = 0; j < bias.length; j++) {
        bias[j] = (float) random.nextGaussian() / 10;
      }
      Activation activation = k == widths.length - 1 ? Activation.SIGMOID : Activation.RELU;
      layers.add(new DenseLayer("dense_" + k, widths[k - 1], widths[k], weights, bias, activation));
    }
    return new Mlp(layers);
  }

  /** Rows of values in [0, 1), half of them zero, as in images. */
  static Matrix inputs(long seed, int rows, int columns) {
    Random random = new Random(seed);
    Matrix inputs = Matrix.zeros(rows, columns);
    for (int i = 0; i < inputs.values().length; i++) {
      inputs.values()[i] = random.nextBoolean() ? random.nextFloat() : 0;
    }
    return inputs;
  }

  /** The network with other numbers in place of its weights and biases. */
  static Mlp mapped(Mlp network, UnaryOperator<DenseLayer> change) {
    return new Mlp(network.layers().stream().map(change).toList());
  }
}
