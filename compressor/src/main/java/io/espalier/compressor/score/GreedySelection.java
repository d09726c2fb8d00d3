package io.espalier.compressor.score;

import io.espalier.compressor.linalg.Vectors;

/**
 * Chooses the links of one unit after the other by orthogonal least squares, with buffers that are
 * used again.
 *
 * <p>Choices are guessed in blocks, and what was chosen before explains of the inputs of a block is
 * found by one product of matrices, which stays in the cache, instead of a pass over all earlier
 * choices for each. Each guess is then held against all inputs, and the rest of its block dropped
 * when another gains more: what is chosen is what choosing one at a time would choose.
 */
final class GreedySelection {
  private static final int BLOCK = 16;

  /** Of the variance of an input; less than this is the rounding error of floats. */
  private static final float NOTHING = 2e-6f;

  private final int n;
  private final int steps;
  private final Gram gram;
  private final Shortlist shortlist;
  private final float[] open;
  private final float[] variance;
  private final float[] floor;
  private final float[] gains;
  // Orthogonal directions that the chosen inputs span, by their covariance with every input.
  private final float[][] directions;
  private int count;

  GreedySelection(Gram gram, int steps) {
    this.gram = gram;
    this.steps = steps;
    n = gram.inputs();
    shortlist = new Shortlist(gram);
    open = new float[n];
    variance = new float[n];
    floor = new float[n];
    gains = new float[n];
    directions = new float[steps][n];
    for (int i = 0; i < n; i++) {
      floor[i] = NOTHING * gram.covariance().get(i, i);
    }
  }

  /** Chooses for a unit, and writes what each choice gained, never more than the one before. */
  void choose(int unit, float[] scores) {
    count = 0;
    for (int i = 0; i < n; i++) {
      open[i] = gram.cross().get(i, unit);
      variance[i] = gram.covariance().get(i, i);
    }
    setGains(open, variance, gains);
    float least = Float.MAX_VALUE;
    while (count < steps) {
      int wanted = Math.min(BLOCK, steps - count);
      int[] guessed = shortlist.guess(wanted, gains, open, variance, directions, count);
      if (guessed.length == 0) {
        return;
      }
      least = choose(guessed, unit, least, scores);
    }
  }

  /** Makes the choices of a block that hold; returns the last gain. */
  private float choose(int[] guessed, int unit, float least, float[] scores) {
    float[][] block = unexplained(guessed);
    float last = least;
    for (int b = 0; b < guessed.length; b++) {
      int chosen = guessed[b];
      if (b > 0 && chosen != best(gains)) {
        return last;
      }
      last = Math.min(last, gains[chosen]);
      scores[chosen * gram.outputs() + unit] = last;
      float[] direction = block[b];
      for (int a = 0; a < b; a++) {
        Vectors.addMultiple(direction, -block[a][chosen], block[a]);
      }
      float norm = (float) (1 / Math.sqrt(variance[chosen]));
      Vectors.scale(direction, norm);
      Vectors.addMultiple(open, -open[chosen] * norm, direction);
      takeSquares(variance, floor, direction);
      variance[chosen] = Float.POSITIVE_INFINITY;
      setGains(open, variance, gains);
      count++;
    }
    return last;
  }

  /**
   * The rows of C of the guessed inputs, without what the directions explain of them, where the
   * next directions belong.
   */
  private float[][] unexplained(int[] guessed) {
    float[][] block = new float[guessed.length][];
    float[][] shares = new float[count][guessed.length];
    for (int b = 0; b < guessed.length; b++) {
      block[b] = directions[count + b];
      System.arraycopy(gram.covariance().values(), guessed[b] * n, block[b], 0, n);
      for (int t = 0; t < count; t++) {
        shares[t][b] = directions[t][guessed[b]];
      }
    }
    Vectors.subtractProduct(block, shares, directions, count);
    return block;
  }

  private static int best(float[] gains) {
    int best = -1;
    float most = 0;
    for (int i = 0; i < gains.length; i++) {
      if (gains[i] > most) {
        best = i;
        most = gains[i];
      }
    }
    return best;
  }

  private static void setGains(float[] open, float[] variance, float[] gains) {
    for (int i = 0; i < gains.length; i++) {
      gains[i] = open[i] * open[i] / variance[i];
    }
  }

  private static void takeSquares(float[] variance, float[] floor, float[] direction) {
    for (int i = 0; i < variance.length; i++) {
      variance[i] = Math.max(variance[i] - direction[i] * direction[i], floor[i]);
    }
  }
}
