package io.espalier.compressor.train;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.linalg.Blas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Back-propagation of a part of each batch, with buffers of its own that are used again. */
final class Shard {
  private static final int ROWS_PER_LOSS = 16;

  private final Mlp network;
  private final Lesson lesson;
  private final float[] targets;
  private final List<float[]> activations = new ArrayList<>();
  private final List<float[]> deltas = new ArrayList<>();
  private final List<float[]> gradients;
  private double loss;
  private long lossOutputs;

  /**
   * Room for parts of up to {@code rows} samples.
   *
   * @param network its weights are read afresh each time
   */
  Shard(Mlp network, Lesson lesson, int rows) {
    this.network = network;
    this.lesson = lesson;
    targets = new float[rows * network.outputs()];
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

  /** The number of outputs in that sum. */
  long lossOutputs() {
    return lossOutputs;
  }

  /** Forgets the losses measured so far. */
  void resetLoss() {
    loss = 0;
    lossOutputs = 0;
  }

  /**
   * Computes the part's share of the gradient of a batch's mean loss.
   *
   * @param order numbers of samples, of which those from {@code from} to before {@code to} are used
   * @param batch samples in the whole batch
   * @param seed of how they are moved
   */
  void backpropagate(int[] order, int from, int to, int batch, long seed) {
    int rows = to - from;
    gather(order, from, to, seed);
    forward(rows);
    measureLoss(rows);
    lesson.loss().slopes(output(), targets, rows, network.outputs(), 1f / batch, outputDelta());
    backward(rows);
  }

  private float[] output() {
    return activations.get(activations.size() - 1);
  }

  private float[] outputDelta() {
    return deltas.get(deltas.size() - 1);
  }

  private void gather(int[] order, int from, int to, long seed) {
    float[] input = activations.get(0);
    int width = network.inputs();
    for (int r = from; r < to; r++) {
      copyInput(order[r], input, (r - from) * width, seed);
      System.arraycopy(
          lesson.targets().values(),
          order[r] * network.outputs(),
          targets,
          (r - from) * network.outputs(),
          network.outputs());
    }
  }

  private void copyInput(int sample, float[] input, int to, long seed) {
    float[] samples = lesson.inputs().values();
    int width = network.inputs();
    lesson
        .shifts()
        .ifPresentOrElse(
            moves ->
                moves.copy(samples, sample * width, input, to, new SplittableRandom(seed + sample)),
            () -> System.arraycopy(samples, sample * width, input, to, width));
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
    int width = network.outputs();
    for (int r = 0; r < rows; r += ROWS_PER_LOSS) {
      loss += lesson.loss().of(output(), targets, r * width, width);
      lossOutputs += width;
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
        Slopes.multiply(network.layers().get(l - 1).activation(), below, deltaBelow, rows * n);
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
}
