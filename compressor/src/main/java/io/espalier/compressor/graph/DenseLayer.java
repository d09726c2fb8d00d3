package io.espalier.compressor.graph;

import io.espalier.compressor.linalg.Matrix;

/**
 * A fully connected layer: y = f(Wᵀx + b).
 *
 * <p>The arrays are not copied, for they are large; whoever builds a layer gives them away.
 *
 * @param name unique in its network
 * @param inputs n, at least 1
 * @param outputs m, at least 1
 * @param weights W[n][m] row by row: the link from input i to output j is at {@code i * m + j}
 * @param bias b[m]
 * @param activation f
 */
@SuppressWarnings("ArrayRecordComponent")
public record DenseLayer(
    String name, int inputs, int outputs, float[] weights, float[] bias, Activation activation) {
  /**
   * @throws IllegalArgumentException if the arrays do not fit the shape
   */
  public DenseLayer {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          name + ": expected at least one input and output, found " + inputs + " × " + outputs);
    }
    if (weights.length != inputs * outputs || bias.length != outputs) {
      throw new IllegalArgumentException(
          "%s: expected %d weights and %d biases, found %d and %d"
              .formatted(name, inputs * outputs, outputs, weights.length, bias.length));
    }
  }

  /** The number of links, pruned ones included. */
  public int links() {
    return weights.length;
  }

  /** The number of links whose weight is not zero. */
  public int liveLinks() {
    int live = 0;
    for (float w : weights) {
      if (w != 0f) {
        live++;
      }
    }
    return live;
  }

  /** The weighted sums Wᵀx + b for {@code x} (rows × n): rows × m. */
  public Matrix sums(Matrix x) {
    Matrix sums = x.times(new Matrix(inputs, outputs, weights));
    sums.addToEachRow(bias);
    return sums;
  }

  /** What the units make of their sums, in a matrix of its own. */
  public Matrix activated(Matrix sums) {
    Matrix activated = Matrix.zeros(sums.rows(), sums.columns());
    activation.apply(sums.values(), activated.values());
    return activated;
  }

  /** The same layer with other weights. */
  public DenseLayer withWeights(float[] other) {
    return new DenseLayer(name, inputs, outputs, other, bias, activation);
  }

  /** The same layer with other weights and biases. */
  public DenseLayer with(float[] otherWeights, float[] otherBias) {
    return new DenseLayer(name, inputs, outputs, otherWeights, otherBias, activation);
  }
}
