package io.espalier.compressor.tflite;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.LayerBatch;
import io.espalier.compressor.graph.LinkLayer;
import io.espalier.compressor.linalg.Matrix;
import java.util.Optional;

/**
 * A layer with links, and where its main graph has it.
 *
 * @param layer as the file has it
 * @param layout of its weights in the file
 * @param operator number of its operator
 * @param input number of the tensor that flows in
 * @param weights number of the tensor of its weights
 * @param bias number of the tensor of its biases, below 0 if there is none
 * @param window how its kernel moves; empty if it is fully connected
 */
record LinkSite(
    LinkLayer layer,
    WeightLayout layout,
    int operator,
    int input,
    int weights,
    int bias,
    Optional<KernelWindow> window) {

  /**
   * What a group of the layer sees, and its sums, when {@code values} flow in.
   *
   * @param current the group with the weights that count
   * @param shape of the tensor that flows in
   */
  LayerBatch batch(DenseLayer current, int group, float[] values, int[] shape) {
    int n = current.inputs();
    Matrix inputs =
        window
            .map(
                kernel -> {
                  int channels = n / (kernel.height() * kernel.width());
                  return kernel.patches(values, shape, group * channels, channels);
                })
            .orElseGet(() -> new Matrix(values.length / n, n, values));
    return new LayerBatch(inputs, current.sums(inputs));
  }

  /** How many numbers {@link #batch} makes at most for a tensor of that shape. */
  long batchValues(int[] shape) {
    DenseLayer group = layer.groups().get(0);
    long rows =
        window
            .map(kernel -> (long) shape[0] * kernel.rows(shape[1]) * kernel.columns(shape[2]))
            .orElseGet(() -> NativeTensor.product(shape) / group.inputs());
    return rows * (group.inputs() + group.outputs());
  }
}
