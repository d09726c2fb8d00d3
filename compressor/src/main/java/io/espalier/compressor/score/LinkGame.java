package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Permutations;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The games that the links of a layer play, one per unit, with buffers that are used again. */
final class LinkGame {
  private final DenseLayer layer;
  private final int pairs;
  private final float[] values;
  private final float[] sums;
  private final float[] worth;
  private final float[] worthBefore;

  LinkGame(DenseLayer layer, int pairs) {
    this.layer = layer;
    this.pairs = pairs;
    values = new float[layer.links()];
    sums = new float[layer.outputs()];
    worth = new float[layer.outputs()];
    worthBefore = new float[layer.outputs()];
  }

  /**
   * The sampled Shapley value of every link for one input, in the order of the weights; valid until
   * the next call.
   */
  float[] values(float[] input, SplittableRandom random) {
    Arrays.fill(values, 0f);
    int[] order = nonZero(input);
    for (int pair = 0; pair < pairs; pair++) {
      Permutations.shuffle(order, random);
      join(order, input);
      Permutations.reverse(order);
      join(order, input);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= 2 * pairs;
    }
    return values;
  }

  /** Lets the links join in that order, in all units at once, and credits each with its gain. */
  private void join(int[] order, float[] input) {
    System.arraycopy(layer.bias(), 0, sums, 0, sums.length);
    layer.activation().apply(sums, worthBefore);
    for (int i : order) {
      addLinks(layer.weights(), i * sums.length, input[i], sums);
      layer.activation().apply(sums, worth);
      creditGain(i * sums.length);
    }
  }

  private static void addLinks(float[] weights, int start, float x, float[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += weights[start + j] * x;
    }
  }

  private void creditGain(int start) {
    for (int j = 0; j < worth.length; j++) {
      values[start + j] += worth[j] - worthBefore[j];
      worthBefore[j] = worth[j];
    }
  }

  private static int[] nonZero(float[] input) {
    int[] numbers = new int[input.length];
    int count = 0;
    for (int i = 0; i < input.length; i++) {
      if (input[i] != 0f) {
        numbers[count++] = i;
      }
    }
    return Arrays.copyOf(numbers, count);
  }
}
