package io.espalier.compressor.prune;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Makes pruned networks. */
public final class Pruner {
  private Pruner() {}

  /**
   * The network with the weights of links that do not stay set to zero; biases stay as they are.
   *
   * @throws IllegalArgumentException if the mask was made for another number of layers or links
   */
  public static Mlp prune(Mlp network, PruningMask mask) {
    if (mask.layers().size() != network.layers().size()) {
      throw new IllegalArgumentException(
          "mask: expected %d layers, found %d"
              .formatted(network.layers().size(), mask.layers().size()));
    }
    List<DenseLayer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      layers.add(prune(network.layers().get(l), mask.layers().get(l)));
    }
    return new Mlp(layers);
  }

  private static DenseLayer prune(DenseLayer layer, BitSet stay) {
    if (stay.length() > layer.links()) {
      throw new IllegalArgumentException(
          "mask: expected at most %d links in %s, found link %d"
              .formatted(layer.links(), layer.name(), stay.length() - 1));
    }
    float[] weights = new float[layer.links()];
    for (int i = stay.nextSetBit(0); i >= 0; i = stay.nextSetBit(i + 1)) {
      weights[i] = layer.weights()[i];
    }
    return layer.withWeights(weights);
  }
}
