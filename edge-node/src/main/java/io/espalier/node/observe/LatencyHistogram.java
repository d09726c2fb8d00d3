package io.espalier.node.observe;

import io.espalier.shared.telemetry.LatencySummary;

/**
 * Durations by size, in 32 steps for each power of two, so that a percentile is off by 1/64 at most
 * however many there were. Adding one allocates nothing. Not thread-safe.
 */
final class LatencyHistogram {
  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;

  /** What takes 18 minutes may as well take longer. */
  private static final int MOST_BITS = 40;

  private final int[] counts = new int[(MOST_BITS - STEP_BITS + 1) * STEPS];
  private int count;

  void add(long nanos) {
    long value = Math.max(0, Math.min(nanos, (1L << MOST_BITS) - 1));
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - STEP_BITS - 1);
    counts[shift * STEPS + (int) (value >>> shift)]++;
    count++;
  }

  /**
   * Its summary, by nearest rank.
   *
   * @throws IllegalStateException if there are no durations
   */
  LatencySummary summary() {
    if (count == 0) {
      throw new IllegalStateException("latency: expected at least one duration, found none");
    }
    return new LatencySummary(micros(0.50), micros(0.90), micros(0.99), count);
  }

  private double micros(double p) {
    int rank = Math.max(1, (int) Math.ceil(p * count));
    int place = -1;
    for (long seen = 0; seen < rank; ) {
      seen += counts[++place];
    }
    return middle(place) / 1e3;
  }

  private static double middle(int place) {
    if (place < 2 * STEPS) {
      return place;
    }
    int shift = place / STEPS - 1;
    return Math.scalb(place - shift * STEPS + 0.5, shift);
  }
}
