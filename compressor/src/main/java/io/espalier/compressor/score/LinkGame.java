package io.espalier.compressor.score;

import io.espalier.compressor.graph.Activation;
import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Permutations;
import io.espalier.compressor.linalg.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The games that the links into some units of a layer play, one per unit, with buffers that are
 * used again.
 */
final class LinkGame {
  private final Activation activation;
  private final int pairs;
  // Of these units alone, so that what is worked on at a time stays in the processor's cache.
  private final float[][] weights;
  private final float[] bias;
  private final float[][] values;
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
    weights = new float[layer.inputs()][];
    for (int i = 0; i < weights.length; i++) {
      int start = i * layer.outputs() + first;
      weights[i] = Arrays.copyOfRange(layer.weights(), start, start + units);
    }
    bias = Arrays.copyOfRange(layer.bias(), first, first + units);
    values = new float[weights.length][units];
    sums = new float[units];
    worth = new float[units];
    worthBefore = new float[units];
  }

  /** The inputs of the last game that were not 0. */
  int[] players() {
    return players;
  }

  /** As {@link #values(float[], int, SplittableRandom)}, for an array that is one input. */
  float[][] values(float[] input, SplittableRandom random) {
    return values(input, 0, random);
  }

  /**
   * The sampled Shapley value of every link for one input, which begins at {@code from}; one row
   * for each input, valid until the next call.
   */
  float[][] values(float[] input, int from, SplittableRandom random) {
    for (int i : players) {
      Arrays.fill(values[i], 0f);
    }
    players = nonZero(input, from, weights.length);
    if (activation == Activation.LINEAR) {
      // Without a bend a link adds w · x to every coalition.
      for (int i : players) {
        Vectors.addMultiple(values[i], input[from + i], weights[i]);
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
      Vectors.scale(values[i], 0.5f / pairs);
    }
    return values;
  }

  /** Lets the links join in that order, in all units at once, and credits each with its gain. */
  private void join(int[] order, float[] input, int from) {
    System.arraycopy(bias, 0, sums, 0, sums.length);
    if (activation == Activation.RELU) {
      for (int i : order) {
        joinRectified(weights[i], input[from + i], sums, values[i]);
      }
      return;
    }
    activation.apply(sums, worthBefore);
    for (int i : order) {
      Vectors.addMultiple(sums, input[from + i], weights[i]);
      activation.apply(sums, worth);
      creditGain(worth, worthBefore, values[i]);
    }
  }

  // In one loop, for nothing is computed here; with arrays as parameters, so that it is vectorised.
  private static void joinRectified(float[] weights, float x, float[] sums, float[] values) {
    for (int j = 0; j < sums.length; j++) {
      float before = sums[j];
      float after = before + weights[j] * x;
      values[j] += Math.max(0f, after) - Math.max(0f, before);
      sums[j] = after;
    }
  }

  private static void creditGain(float[] worth, float[] worthBefore, float[] values) {
    for (int j = 0; j < worth.length; j++) {
      values[j] += worth[j] - worthBefore[j];
      worthBefore[j] = worth[j];
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
