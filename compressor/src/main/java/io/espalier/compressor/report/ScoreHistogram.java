package io.espalier.compressor.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How the scores of a layer are spread, on a logarithmic scale.
 *
 * @param counts how many scores above 0 lie in each of equal ranges, lowest first; empty if none
 *     does
 * @param lowestLog log₁₀ of the lower end of the lowest range
 * @param highestLog log₁₀ of the upper end of the highest range
 */
public record ScoreHistogram(List<Integer> counts, double lowestLog, double highestLog) {
  private static final int RANGES = 40;

  /** Below the highest score by more orders than this a score is as good as 0. */
  private static final double ORDERS = 8;

  public ScoreHistogram {
    counts = List.copyOf(counts);
  }

  /** Of scores of at least 0. */
  public static ScoreHistogram of(float[] scores) {
    double highest = Double.NEGATIVE_INFINITY;
    double lowest = Double.POSITIVE_INFINITY;
    for (float score : scores) {
      if (score > 0) {
        highest = Math.max(highest, Math.log10(score));
        lowest = Math.min(lowest, Math.log10(score));
      }
    }
    if (highest == Double.NEGATIVE_INFINITY) {
      return new ScoreHistogram(List.of(), 0, 0);
    }
    lowest = Math.max(lowest, highest - ORDERS);
    List<Integer> counts = new ArrayList<>(Collections.nCopies(RANGES, 0));
    double width = (highest - lowest) / RANGES;
    for (float score : scores) {
      double log = Math.log10(score);
      if (score > 0 && log >= lowest) {
        int range = width == 0 ? 0 : (int) Math.min(RANGES - 1, (log - lowest) / width);
        counts.set(range, counts.get(range) + 1);
      }
    }
    return new ScoreHistogram(counts, lowest, highest);
  }
}
