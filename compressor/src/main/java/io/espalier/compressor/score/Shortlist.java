package io.espalier.compressor.score;

import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.Vectors;
import java.util.Arrays;

/**
 * The inputs that gain most just now, among which the next choices are guessed: what happens to a
 * few can be followed step by step, while all others wait.
 */
final class Shortlist {
  private static final int SIZE = 64;

  private final Matrix covariance;
  private final float[] sorted;
  private final int[] inputs;
  // Of those listed: what is left of the sum, of their variance, of their covariance.
  private float[] open = {};
  private float[] variance = {};
  private float[][] rest = {};

  Shortlist(Gram gram) {
    covariance = gram.covariance();
    sorted = new float[gram.inputs()];
    inputs = new int[Math.min(SIZE, gram.inputs())];
  }

  /**
   * The likely next choices, at most as many as asked for; the first is certain.
   *
   * @param gains what each input would gain now
   * @param allOpen the covariance of each with what is left of the sum
   * @param allVariance what is left of the variance of each
   * @param directions the covariance of each chosen direction with each input
   * @param count how many directions there are
   */
  int[] guess(
      int wanted,
      float[] gains,
      float[] allOpen,
      float[] allVariance,
      float[][] directions,
      int count) {
    int size = list(gains);
    open = pick(allOpen, size);
    variance = pick(allVariance, size);
    rest = new float[size][size];
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < size; b++) {
        rest[a][b] = covariance.get(inputs[a], inputs[b]);
      }
    }
    float[][] listed = new float[count][];
    for (int t = 0; t < count; t++) {
      listed[t] = pick(directions[t], size);
    }
    Vectors.subtractProduct(rest, listed, listed, count);
    int[] guessed = new int[Math.min(wanted, size)];
    for (int g = 0; g < guessed.length; g++) {
      int best = best();
      if (best < 0) {
        return Arrays.copyOf(guessed, g);
      }
      guessed[g] = inputs[best];
      choose(best);
    }
    return guessed;
  }

  /** Lists the inputs that gain anything, or the best of them; returns how many. */
  private int list(float[] gains) {
    System.arraycopy(gains, 0, sorted, 0, gains.length);
    Arrays.sort(sorted);
    float least = Math.max(Float.MIN_VALUE, sorted[gains.length - inputs.length]);
    int size = 0;
    for (int i = 0; i < gains.length; i++) {
      if (gains[i] > least) {
        inputs[size++] = i;
      }
    }
    for (int i = 0; i < gains.length && size < inputs.length; i++) {
      if (gains[i] == least) {
        inputs[size++] = i;
      }
    }
    Arrays.sort(inputs, 0, size);
    return size;
  }

  private float[] pick(float[] all, int size) {
    float[] picked = new float[size];
    for (int a = 0; a < size; a++) {
      picked[a] = all[inputs[a]];
    }
    return picked;
  }

  private int best() {
    int best = -1;
    float most = 0;
    for (int a = 0; a < open.length; a++) {
      float gain = open[a] * open[a] / variance[a];
      if (gain > most) {
        best = a;
        most = gain;
      }
    }
    return best;
  }

  private void choose(int best) {
    float[] direction = rest[best].clone();
    Vectors.scale(direction, (float) (1 / Math.sqrt(variance[best])));
    Vectors.addMultiple(open, (float) (-open[best] / Math.sqrt(variance[best])), direction);
    for (int a = 0; a < direction.length; a++) {
      variance[a] = Math.max(variance[a] - direction[a] * direction[a], Float.MIN_NORMAL);
      Vectors.addMultiple(rest[a], -direction[a], direction);
    }
    variance[best] = Float.POSITIVE_INFINITY;
  }
}
