package io.espalier.compressor.score;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Permutations;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The games that the links into some units of a layer play, one per unit, with buffers that are
 * used again.
 */
final class LinkGame {
  private final Activation activation;
  private final int pairs;
  private final int units;
  // Of these units alone, so that what is worked on at a time stays in the processor's cache.
  private final float[] weights;
  private final float[] bias;
  private final float[] values;
  private final float[] sums;
  private final float[] worth;
  private final float[] worthBefore;
  private int[] players = {};

  /** The games of all units. */
  LinkGame(DenseLayer layer, int pairs) {
    this(layer, 0, layer.outputs(), pairs);
  }

  /** The games of the units from {@code first} on. */
  LinkGame(DenseLayer layer, int first, int units, int pairs) {
    this.activation = layer.activation();
    this.pairs = pairs;
    this.units = units;
    weights = new float[layer.inputs() * units];
    for (int i = 0; i < layer.inputs(); i++) {
      System.arraycopy(layer.weights(), i * layer.outputs() + first, weights, i * units, units);
    }
    bias = Arrays.copyOfRange(layer.bias(), first, first + units);
    values = new float[weights.length];
    sums = new float[units];
    worth = new float[units];
    worthBefore = new float[units];
  }

  /** The inputs of the last game that were not 0. */
  int[] players() {
    return players;
  }

  /** As {@link #values(float[], int, SplittableRandom)}, for an array that is one input. */
  float[] values(float[] input, SplittableRandom random) {
    return values(input, 0, random);
  }

  /**
   * The sampled Shapley value of every link for one input, which begins at {@code from}; input by
   * input, valid until the next call.
   */
  float[] values(float[] input, int from, SplittableRandom random) {
    for (int i : players) {
      Arrays.fill(values, i * units, (i + 1) * units, 0f);
    }
    players = nonZero(input, from, weights.length / units);
    if (activation == Activation.LINEAR) {
      // Without a bend a link adds w · x to every coalition.
      for (int i : players) {
        addScaled(weights, i * units, input[from + i], values, i * units, units);
      }
      return values;
    }
    int[] order = players.clone();
    for (int pair = 0; pair < pairs; pair++) {
      Permutations.shuffle(order, random);
      join(order, input, from);
      Permutations.reverse(order);
      join(order, input, from);
    }
    for (int i : players) {
      scale(values, i * units, units, 0.5f / pairs);
    }
    return values;
  }

  /** Lets the links join in that order, in all units at once, and credits each with its gain. */
  private void join(int[] order, float[] input, int from) {
    System.arraycopy(bias, 0, sums, 0, units);
    if (activation == Activation.RELU) {
      for (int i : order) {
        joinRectified(weights, i * units, input[from + i], sums, values);
      }
      return;
    }
    activation.apply(sums, worthBefore);
    for (int i : order) {
      addScaled(weights, i * units, input[from + i], sums, 0, units);
      activation.apply(sums, worth);
      creditGain(i * units);
    }
  }

  // Loops have methods of their own, with arrays as parameters, so that each is vectorised.

  private static void joinRectified(
      float[] weights, int start, float x, float[] sums, float[] values) {
    for (int j = 0; j < sums.length; j++) {
      float before = sums[j];
      float after = before + weights[start + j] * x;
      values[start + j] += Math.max(0f, after) - Math.max(0f, before);
      sums[j] = after;
    }
  }

  private static void addScaled(
      float[] weights, int start, float x, float[] sums, int to, int count) {
    for (int j = 0; j < count; j++) {
      sums[to + j] += weights[start + j] * x;
    }
  }

  private void creditGain(int start) {
    for (int j = 0; j < worth.length; j++) {
      values[start + j] += worth[j] - worthBefore[j];
      worthBefore[j] = worth[j];
    }
  }

  private static void scale(float[] values, int start, int count, float by) {
    for (int j = start; j < start + count; j++) {
      values[j] *= by;
    }
  }

  private static int[] nonZero(float[] input, int from, int length) {
    int[] numbers = new int[length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (input[from + i] != 0f) {
        numbers[count++] = i;
      }
    }
    return Arrays.copyOf(numbers, count);
  }
}
