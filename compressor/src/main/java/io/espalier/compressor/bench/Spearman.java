package io.espalier.compressor.bench;

import java.util.Comparator;
import java.util.stream.IntStream;

/** How alike two rankings are. */
final class Spearman {
  private Spearman() {}

  /** Spearman's rank correlation; equal numbers share their mean rank. */
  static double correlation(float[] a, float[] b) {
    double[] ranksOfA = ranks(a);
    double[] ranksOfB = ranks(b);
    double mean = (a.length - 1) / 2.0;
    double both = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (ranksOfA[i] - mean) * (ranksOfB[i] - mean);
      ofA += (ranksOfA[i] - mean) * (ranksOfA[i] - mean);
      ofB += (ranksOfB[i] - mean) * (ranksOfB[i] - mean);
    }
    return both / Math.sqrt(ofA * ofB);
  }

  private static double[] ranks(float[] numbers) {
    int[] ascending =
        IntStream.range(0, numbers.length)
            .boxed()
            .sorted(Comparator.comparing(i -> numbers[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] ranks = new double[numbers.length];
    int from = 0;
    while (from < ascending.length) {
      int to = from;
      while (to < ascending.length && numbers[ascending[to]] == numbers[ascending[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[ascending[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
