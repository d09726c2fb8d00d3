package io.espalier.compressor.bench;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A network without the hidden units that have no live link into them or none out of them. */
final class LiveUnits {
  private LiveUnits() {}

  /** The smaller network; what units without inputs always gave is in the biases after them. */
  static Mlp of(Mlp network) {
    List<DenseLayer> layers = new ArrayList<>(network.layers());
    for (int l = 0; l + 1 < layers.size(); l++) {
      DenseLayer into = layers.get(l);
      DenseLayer outOf = layers.get(l + 1);
      int[] live =
          IntStream.range(0, into.outputs())
              .filter(unit -> fed(into, unit) && used(outOf, unit))
              .toArray();
      if (live.length == 0) {
        throw new IllegalArgumentException(into.name() + ": expected a live unit, found none");
      }
      layers.set(l, columns(into, live));
      layers.set(l + 1, rows(outOf, live, biasWithConstants(into, outOf)));
    }
    return new Mlp(layers);
  }

  private static boolean fed(DenseLayer layer, int unit) {
    return IntStream.range(0, layer.inputs())
        .anyMatch(i -> layer.weights()[i * layer.outputs() + unit] != 0f);
  }

  private static boolean used(DenseLayer next, int unit) {
    return IntStream.range(0, next.outputs())
        .anyMatch(j -> next.weights()[unit * next.outputs() + j] != 0f);
  }

  private static float[] biasWithConstants(DenseLayer into, DenseLayer outOf) {
    float[] bias = outOf.bias().clone();
    for (int unit = 0; unit < into.outputs(); unit++) {
      if (!fed(into, unit)) {
        float constant = into.activation().apply(into.bias()[unit]);
        for (int j = 0; j < bias.length; j++) {
          bias[j] += constant * outOf.weights()[unit * bias.length + j];
        }
      }
    }
    return bias;
  }

  private static DenseLayer columns(DenseLayer layer, int[] live) {
    float[] weights = new float[layer.inputs() * live.length];
    float[] bias = new float[live.length];
    for (int j = 0; j < live.length; j++) {
      bias[j] = layer.bias()[live[j]];
      for (int i = 0; i < layer.inputs(); i++) {
        weights[i * live.length + j] = layer.weights()[i * layer.outputs() + live[j]];
      }
    }
    return new DenseLayer(
        layer.name(), layer.inputs(), live.length, weights, bias, layer.activation());
  }

  private static DenseLayer rows(DenseLayer layer, int[] live, float[] bias) {
    int m = layer.outputs();
    float[] weights = new float[live.length * m];
    for (int i = 0; i < live.length; i++) {
      System.arraycopy(layer.weights(), live[i] * m, weights, i * m, m);
    }
    return new DenseLayer(layer.name(), live.length, m, weights, bias, layer.activation());
  }
}
