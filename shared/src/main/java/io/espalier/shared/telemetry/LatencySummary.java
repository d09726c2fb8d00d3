package io.espalier.shared.telemetry;

import java.util.Arrays;

/**
 * How long single inferences took.
 *
 * @param p50Us median, in microseconds
 * @param p90Us 90th percentile, in microseconds
 * @param p99Us 99th percentile, in microseconds
 * @param count how many were timed
 */
public record LatencySummary(double p50Us, double p90Us, double p99Us, int count) {
  /**
   * Summarises durations in nanoseconds by the nearest-rank method: the p-th percentile of n values
   * is the ⌈p·n⌉-th smallest.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static LatencySummary ofNanos(long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("latency: expected at least one duration, found none");
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new LatencySummary(
        micros(sorted, 0.50), micros(sorted, 0.90), micros(sorted, 0.99), sorted.length);
  }

  private static double micros(long[] sorted, double p) {
    int rank = (int) Math.ceil(p * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / 1000.0;
  }
}
