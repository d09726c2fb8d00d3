package io.espalier.compressor.train;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.prune.PruningMask;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The numbers that training changes. */
final class Parameters {
  private Parameters() {}

  /**
   * A network before training: weights uniform with the variance 2 / (inputs + outputs), the
   * default of Keras (X. Glorot, Y. Bengio, AISTATS 2010); biases zero.
   *
   * @param output of the last layer, the others being {@link Activation#RELU}
   */
  static Mlp untrained(List<Integer> widths, Activation output, SplittableRandom random) {
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
              l < last ? Activation.RELU : output));
    }
    return new Mlp(layers);
  }

  /** The arrays themselves: weights and bias of each layer in turn. */
  static List<float[]> of(Mlp network) {
    return network.layers().stream()
        .flatMap(layer -> Stream.of(layer.weights(), layer.bias()))
        .toList();
  }

  /** The network with arrays of its own. */
  static Mlp copy(Mlp network) {
    return new Mlp(
        network.layers().stream()
            .map(layer -> layer.with(layer.weights().clone(), layer.bias().clone()))
            .toList());
  }

  /** As many zeros. */
  static List<float[]> zerosLike(List<float[]> parameters) {
    return parameters.stream().map(array -> new float[array.length]).toList();
  }

  /**
   * What the parameters are multiplied by after each step: 0 where a link is pruned, 1 where it
   * stays; empty arrays where nothing is pruned.
   */
  static List<float[]> factors(Mlp network, Optional<PruningMask> mask) {
    List<float[]> factors = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      int layer = l;
      int links = network.layers().get(l).links();
      factors.add(mask.map(m -> factors(m.layers().get(layer), links)).orElse(new float[0]));
      factors.add(new float[0]);
    }
    return factors;
  }

  private static float[] factors(BitSet stay, int links) {
    float[] factors = new float[links];
    for (int i = stay.nextSetBit(0); i >= 0; i = stay.nextSetBit(i + 1)) {
      factors[i] = 1f;
    }
    return factors;
  }

  private static float[] uniform(int length, double bound, SplittableRandom random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }
}
