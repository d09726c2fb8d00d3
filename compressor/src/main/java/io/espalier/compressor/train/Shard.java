package io.espalier.compressor.train;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Back-propagation of a part of each batch, with buffers of its own that are used again. */
final class Shard {
  private static final int ROWS_PER_LOSS = 16;

  private final Mlp network;
  private final List<float[]> activations = new ArrayList<>();
  private final List<float[]> deltas = new ArrayList<>();
  private final List<float[]> gradients;
  private double loss;
  private long lossPixels;

  /**
   * Room for parts of up to {@code rows} images.
   *
   * @param network ReLU layers and a sigmoid at the end; its weights are read afresh each time
   */
  Shard(Mlp network, int rows) {
    this.network = network;
    activations.add(new float[rows * network.inputs()]);
    for (DenseLayer layer : network.layers()) {
      activations.add(new float[rows * layer.outputs()]);
      deltas.add(new float[rows * layer.outputs()]);
    }
    gradients = Parameters.zerosLike(Parameters.of(network));
  }

  /** The gradients of the last part, of weights and bias of each layer in turn. */
  List<float[]> gradients() {
    return gradients;
  }

  /** The sum of the losses measured so far. */
  double loss() {
    return loss;
  }

  /** The number of pixels in that sum. */
  long lossPixels() {
    return lossPixels;
  }

  /** Forgets the losses measured so far. */
  void resetLoss() {
    loss = 0;
    lossPixels = 0;
  }

  /**
   * Computes the part's share of the gradient of a batch's mean loss (per image, summed over its
   * pixels).
   *
   * @param order numbers of images, of which those from {@code from} to before {@code to} are used
   * @param batch images in the whole batch
   */
  void backpropagate(Matrix images, int[] order, int from, int to, int batch) {
    int rows = to - from;
    gather(images, order, from, to);
    forward(rows);
    measureLoss(rows);
    outputDelta(rows, 1f / batch);
    backward(rows);
  }

  private void gather(Matrix images, int[] order, int from, int to) {
    int width = images.columns();
    float[] input = activations.get(0);
    for (int r = from; r < to; r++) {
      System.arraycopy(images.values(), order[r] * width, input, (r - from) * width, width);
    }
  }

  private void forward(int rows) {
    for (int l = 0; l < network.layers().size(); l++) {
      DenseLayer layer = network.layers().get(l);
      float[] z = activations.get(l + 1);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(layer.bias(), 0, z, r * layer.outputs(), layer.outputs());
      }
      Blas.multiply(
          rows, layer.outputs(), layer.inputs(), activations.get(l), layer.weights(), 1f, z);
      layer.activation().applyInPlace(z);
    }
  }

  private void measureLoss(int rows) {
    float[] input = activations.get(0);
    float[] output = activations.get(activations.size() - 1);
    int width = network.outputs();
    for (int r = 0; r < rows; r += ROWS_PER_LOSS) {
      for (int i = r * width; i < (r + 1) * width; i++) {
        // A float sigmoid reaches 0 and 1, where the logarithm has no end.
        double y = Math.max(1e-7, Math.min(1 - 1e-7, output[i]));
        loss -= input[i] * Math.log(y) + (1 - input[i]) * Math.log(1 - y);
      }
      lossPixels += width;
    }
  }

  /** For a sigmoid under cross-entropy, the derivative by the sum z is output − target. */
  private void outputDelta(int rows, float scale) {
    float[] input = activations.get(0);
    float[] output = activations.get(activations.size() - 1);
    float[] delta = deltas.get(deltas.size() - 1);
    for (int i = 0; i < rows * network.outputs(); i++) {
      delta[i] = (output[i] - input[i]) * scale;
    }
  }

  private void backward(int rows) {
    for (int l = network.layers().size() - 1; l >= 0; l--) {
      DenseLayer layer = network.layers().get(l);
      int n = layer.inputs();
      int m = layer.outputs();
      float[] below = activations.get(l);
      float[] delta = deltas.get(l);
      Blas.multiplyTransposedLeft(n, m, rows, below, delta, 0f, gradients.get(2 * l));
      sumRows(delta, rows, gradients.get(2 * l + 1));
      if (l > 0) {
        float[] deltaBelow = deltas.get(l - 1);
        Blas.multiplyTransposedRight(rows, n, m, delta, layer.weights(), 0f, deltaBelow);
        stopWhereOff(below, deltaBelow, rows * n);
      }
    }
  }

  private static void sumRows(float[] delta, int rows, float[] sums) {
    Arrays.fill(sums, 0f);
    for (int r = 0; r < rows; r++) {
      int start = r * sums.length;
      for (int j = 0; j < sums.length; j++) {
        sums[j] += delta[start + j];
      }
    }
  }

  /** {@link Activation#RELU} passes a gradient only where it passed the sum. */
  private static void stopWhereOff(float[] activation, float[] delta, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= Math.signum(activation[i]);
    }
  }
}
