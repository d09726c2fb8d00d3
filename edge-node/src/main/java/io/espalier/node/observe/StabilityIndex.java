package io.espalier.node.observe;

import java.util.Arrays;

/**
 * How far the values of a window are from those of a reference: the population stability index,
 * &Sigma; (q &minus; p) ln (q / p) over bins, where p and q are the shares of reference and window.
 * The bins are the tenths of the reference, and one beyond it at either end. Every bin counts half
 * a value more than it has, so that an empty one gives a large index and not an infinite one.
 * Adding a value allocates nothing. Not thread-safe.
 */
public final class StabilityIndex {
  private static final int TENTHS = 10;
  private static final double HALF = 0.5;

  /** The last value of each bin but the last, ascending. */
  private final double[] edges;

  private final double[] shares;
  private final int[] counts;
  private int count;
  private double sum;

  /**
   * An index with an empty window.
   *
   * @param reference at least one value, none of them NaN; not kept
   * @throws IllegalArgumentException if there is none, or one is NaN
   */
  public StabilityIndex(double[] reference) {
    if (reference.length == 0 || Double.isNaN(Arrays.stream(reference).sum())) {
      throw new IllegalArgumentException(
          "reference: expected at least one number, found " + Arrays.toString(reference));
    }
    this.edges = edges(reference);
    this.counts = new int[edges.length + 1];
    for (double value : reference) {
      counts[bin(value)]++;
    }
    this.shares = shares(counts, reference.length);
    clear();
  }

  /** Takes a value into the window. */
  public void add(double value) {
    counts[bin(value)]++;
    count++;
    sum += value;
  }

  /** Values in the window. */
  public int count() {
    return count;
  }

  /** Their mean; NaN if there are none. */
  public double mean() {
    return sum / count;
  }

  /** The index of the window, 0 or more; above 0.25 is commonly taken for a shift. */
  public double score() {
    double[] now = shares(counts, count);
    double score = 0;
    for (int i = 0; i < now.length; i++) {
      score += (now[i] - shares[i]) * Math.log(now[i] / shares[i]);
    }
    return score;
  }

  /** Begins a new window. */
  public void clear() {
    Arrays.fill(counts, 0);
    count = 0;
    sum = 0;
  }

  private int bin(double value) {
    int found = Arrays.binarySearch(edges, value);
    return found >= 0 ? found : -found - 1;
  }

  /** Where many values are equal, tenths fall together, and there are fewer bins. */
  private static double[] edges(double[] reference) {
    double[] sorted = reference.clone();
    Arrays.sort(sorted);
    double[] edges = new double[TENTHS + 1];
    edges[0] = Math.nextDown(sorted[0]);
    for (int tenth = 1; tenth <= TENTHS; tenth++) {
      edges[tenth] = sorted[(tenth * sorted.length - 1) / TENTHS];
    }
    return Arrays.stream(edges).distinct().toArray();
  }

  private static double[] shares(int[] counts, int total) {
    double[] shares = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      shares[i] = (counts[i] + HALF) / (total + HALF * counts.length);
    }
    return shares;
  }
}
