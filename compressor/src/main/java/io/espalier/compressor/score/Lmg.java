package io.espalier.compressor.score;

import io.espalier.compressor.graph.DenseLayer;
import io.espalier.compressor.linalg.Permutations;
import io.espalier.compressor.linalg.Vectors;
import io.espalier.compressor.linalg.Workers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A link is worth its Shapley value in the refit game, where a coalition is worth the variance of
 * the unit's sum that the best linear combination of its inputs explains, D_Sᵀ C_SS⁻¹ D_S (R. H.
 * Lindeman, P. F. Merenda, R. Z. Gold 1980; 'Shapley effects': A. B. Owen, 2014).
 *
 * <p>It is estimated over random orders of the inputs, each taken forwards and backwards. For one
 * order RᵀR is factored out of C in that order, and what each input adds for unit j is the square
 * of its entry in R⁻ᵀD: one factor serves all units.
 */
public final class Lmg extends GramScorer {
  private static final int PAIRS = 16;

  private final int pairs;

  /** The usual number of orders: 16 pairs. */
  public Lmg(Workers workers) {
    this(workers, PAIRS);
  }

  /**
   * A scorer that works on those threads; results do not depend on how many there are.
   *
   * @param pairs orders drawn, each used forwards and backwards, at least 1
   */
  public Lmg(Workers workers, int pairs) {
    super(workers);
    if (pairs < 1) {
      throw new IllegalArgumentException("lmg: expected at least 1 pair, found " + pairs);
    }
    this.pairs = pairs;
  }

  @Override
  public float[] score(DenseLayer group, Gram gram, long seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> orders = Stream.generate(() -> order(gram.inputs(), random)).limit(pairs).toList();
    double[] sums = new double[gram.cross().values().length];
    // A few at a time, for each order works on a copy of the whole gram.
    int together = 8;
    for (int first = 0; first < 2 * pairs; first += together) {
      float[][] gains = new float[Math.min(together, 2 * pairs - first)][];
      int from = first;
      workers().forEach(gains.length, o -> gains[o] = gains(gram, order(orders, from + o)));
      for (float[] ofOrder : gains) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += ofOrder[i];
        }
      }
    }
    float[] scores = new float[sums.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (sums[i] / (2 * pairs));
    }
    return scores;
  }

  private static int[] order(int n, SplittableRandom random) {
    int[] order = IntStream.range(0, n).toArray();
    Permutations.shuffle(order, random);
    return order;
  }

  private static int[] order(List<int[]> orders, int number) {
    int[] order = orders.get(number / 2).clone();
    if (number % 2 == 1) {
      Permutations.reverse(order);
    }
    return order;
  }

  /** What each link adds when the inputs join in that order. */
  private static float[] gains(Gram gram, int[] order) {
    int n = gram.inputs();
    int m = gram.outputs();
    // [C | D] in that order; elimination leaves R on the left and R⁻ᵀD on the right.
    double[][] rows = new double[n][n + m];
    for (int k = 0; k < n; k++) {
      for (int i = k; i < n; i++) {
        rows[k][i] = gram.covariance().get(order[k], order[i]);
      }
      for (int j = 0; j < m; j++) {
        rows[k][n + j] = gram.cross().get(order[k], j);
      }
    }
    float[] gains = new float[n * m];
    for (int k = 0; k < n && !Thread.currentThread().isInterrupted(); k++) {
      eliminate(rows, k);
      for (int j = 0; j < m; j++) {
        double entry = rows[k][n + j];
        gains[order[k] * m + j] = (float) (entry * entry);
      }
    }
    return gains;
  }

  private static void eliminate(double[][] rows, int k) {
    double[] row = rows[k];
    // The ridge keeps pivots positive; rounding must not undo that.
    Vectors.scale(row, 1 / Math.sqrt(Math.max(row[k], Float.MIN_NORMAL)), k);
    for (int i = k + 1; i < rows.length; i++) {
      if (row[i] != 0) {
        Vectors.addMultiple(rows[i], -row[i], row, i);
      }
    }
  }
}
