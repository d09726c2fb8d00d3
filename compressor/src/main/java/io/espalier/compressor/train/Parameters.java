package io.espalier.compressor.train;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The numbers that training changes. */
final class Parameters {
  private Parameters() {}

  /**
   * A network before training: weights uniform with the variance 2 / (inputs + outputs), the
   * default of Keras (X. Glorot, Y. Bengio, AISTATS 2010); biases zero.
   */
  static Mlp untrained(List<Integer> widths, SplittableRandom random) {
    List<DenseLayer> layers = new ArrayList<>();
    int last = widths.size() - 2;
    for (int l = 0; l <= last; l++) {
      int inputs = widths.get(l);
      int outputs = widths.get(l + 1);
      double variance = 2.0 / (inputs + outputs);
      layers.add(
          new DenseLayer(
              "dense_" + l,
              inputs,
              outputs,
              uniform(inputs * outputs, Math.sqrt(3 * variance), random),
              new float[outputs],
              l < last ? Activation.RELU : Activation.SIGMOID));
    }
    return new Mlp(layers);
  }

  /** The arrays themselves: weights and bias of each layer in turn. */
  static List<float[]> of(Mlp network) {
    return network.layers().stream()
        .flatMap(layer -> Stream.of(layer.weights(), layer.bias()))
        .toList();
  }

  /** As many zeros. */
  static List<float[]> zerosLike(List<float[]> parameters) {
    return parameters.stream().map(array -> new float[array.length]).toList();
  }

  private static float[] uniform(int length, double bound, SplittableRandom random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }
}
