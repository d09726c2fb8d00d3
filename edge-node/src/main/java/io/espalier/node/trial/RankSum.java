package io.espalier.node.trial;

import java.util.Arrays;

/**
 * The statistic of H. B. Mann and D. R. Whitney (Annals of Mathematical Statistics 18, 1947), which
 * is the area under the ROC curve.
 */
final class RankSum {
  private RankSum() {}

  /**
   * How likely one of {@code high} is above one of {@code low}, ties counted half: exact, by
   * sorting both.
   *
   * @param high at least one; sorted afterwards
   * @param low at least one; sorted afterwards
   */
  static double area(double[] high, double[] low) {
    Arrays.sort(high);
    Arrays.sort(low);
    long halves = 0;
    int below = 0;
    int notAbove = 0;
    for (double score : high) {
      while (below < low.length && low[below] < score) {
        below++;
      }
      while (notAbove < low.length && low[notAbove] <= score) {
        notAbove++;
      }
      halves += below + notAbove;
    }
    return halves / (2.0 * high.length * low.length);
  }
}
