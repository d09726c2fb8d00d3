package io.espalier.compressor.graph;

import io.espalier.compressor.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A multi-layer perceptron: dense layers, each feeding the next.
 *
 * @param layers at least one, widths matching from each to the next
 */
public record Mlp(List<DenseLayer> layers) {
  /**
   * @throws IllegalArgumentException if there is no layer or two neighbours do not fit
   */
  public Mlp {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("layers: expected at least one, found none");
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i - 1).outputs() != layers.get(i).inputs()) {
        throw new IllegalArgumentException(
            "%s: expected %d inputs, as many as outputs of the layer before, found %d"
                .formatted(
                    layers.get(i).name(), layers.get(i - 1).outputs(), layers.get(i).inputs()));
      }
    }
  }

  /** The width of the first layer's input. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** The width of the last layer's output. */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** The number, from 0, of the layer with the fewest outputs; of equal ones the first. */
  public int narrowestLayer() {
    int narrowest = 0;
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).outputs() < layers.get(narrowest).outputs()) {
        narrowest = i;
      }
    }
    return narrowest;
  }

  /** The number of links, pruned ones included. */
  public int links() {
    return layers.stream().mapToInt(DenseLayer::links).sum();
  }

  /** The fraction of links whose weight is zero. */
  public double sparsity() {
    return 1 - layers.stream().mapToInt(DenseLayer::liveLinks).sum() / (double) links();
  }

  /** What each layer makes of {@code x} (rows × inputs): one matrix per layer, rows × outputs. */
  public List<Matrix> activations(Matrix x) {
    List<Matrix> activations = new ArrayList<>(layers.size());
    Matrix below = x;
    for (DenseLayer layer : layers) {
      Matrix z = layer.sums(below);
      layer.activation().applyInPlace(z.values());
      activations.add(z);
      below = z;
    }
    return activations;
  }

  /** The output for {@code x} (rows × inputs): rows × outputs. */
  public Matrix apply(Matrix x) {
    List<Matrix> activations = activations(x);
    return activations.get(activations.size() - 1);
  }
}
