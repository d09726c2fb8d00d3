package io.espalier.compressor.prune;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LinkLayer;
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
    List<LinkLayer> layers = network.layers().stream().map(LinkLayer::of).toList();
    return new Mlp(prune(layers, mask).stream().map(layer -> layer.groups().get(0)).toList());
  }

  /**
   * The layers with the weights of links that do not stay set to zero; biases stay as they are.
   *
   * @throws IllegalArgumentException if the mask was made for another number of layers or links
   */
  public static List<LinkLayer> prune(List<LinkLayer> layers, PruningMask mask) {
    requireLayers(layers.size(), mask);
    List<LinkLayer> pruned = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      pruned.add(prune(layers.get(l), mask.layers().get(l)));
    }
    return pruned;
  }

  /** One layer with the weights of links that do not stay set to zero. */
  public static LinkLayer prune(LinkLayer layer, BitSet stay) {
    if (stay.length() > layer.links()) {
      throw new IllegalArgumentException(
          "mask: expected at most %d links in %s, found link %d"
              .formatted(layer.links(), layer.name(), stay.length() - 1));
    }
    List<DenseLayer> groups = new ArrayList<>();
    int start = 0;
    for (DenseLayer group : layer.groups()) {
      groups.add(prune(group, stay.get(start, start + group.links())));
      start += group.links();
    }
    return layer.withGroups(groups);
  }

  private static DenseLayer prune(DenseLayer group, BitSet stay) {
    float[] weights = new float[group.links()];
    for (int i = stay.nextSetBit(0); i >= 0; i = stay.nextSetBit(i + 1)) {
      weights[i] = group.weights()[i];
    }
    return group.withWeights(weights);
  }

  private static void requireLayers(int layers, PruningMask mask) {
    if (mask.layers().size() != layers) {
      throw new IllegalArgumentException(
          "mask: expected %d layers, found %d".formatted(layers, mask.layers().size()));
    }
  }
}
