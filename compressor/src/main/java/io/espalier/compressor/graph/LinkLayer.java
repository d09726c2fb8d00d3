package io.espalier.compressor.graph;

import java.util.List;

/**
 * A layer of any model seen as links: groups of units that share their inputs.
 *
 * <p>A fully connected layer is one group. A convolution is one group whose inputs are the values
 * under its kernel, for a link is shared over positions. A depthwise convolution is a group for
 * each channel. Links are numbered through the groups, one after the other, each in the order of
 * its weights.
 *
 * @param name unique in its model
 * @param operator what computes it, for instance {@code FULLY_CONNECTED}
 * @param groups at least one
 */
public record LinkLayer(String name, String operator, List<DenseLayer> groups) {
  /**
   * @throws IllegalArgumentException if there is no group
   */
  public LinkLayer {
    groups = List.copyOf(groups);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(name + ": expected at least one group, found none");
    }
  }

  /** A fully connected layer. */
  public static LinkLayer of(DenseLayer layer) {
    return new LinkLayer(layer.name(), "FULLY_CONNECTED", List.of(layer));
  }

  /** The number of links, pruned ones included. */
  public int links() {
    return groups.stream().mapToInt(DenseLayer::links).sum();
  }

  /** The number of units. */
  public int units() {
    return groups.stream().mapToInt(DenseLayer::outputs).sum();
  }

  /** The same layer with other groups. */
  public LinkLayer withGroups(List<DenseLayer> other) {
    return new LinkLayer(name, operator, other);
  }
}
