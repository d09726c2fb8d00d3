package io.espalier.controller.load;

import java.util.concurrent.TimeUnit;

/** How long records waited for word that they are stored, to the millisecond. */
final class AckTimes {
  private static final int LONGEST_MILLIS = 600_000;

  private final long[] counts = new long[LONGEST_MILLIS + 1];
  private long total;

  /** Takes a record in. */
  void add(long madeNanos, long storedNanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(storedNanos - madeNanos);
    counts[(int) Math.min(LONGEST_MILLIS, Math.max(0, millis))]++;
    total++;
  }

  /** Takes all of another in. */
  void add(AckTimes other) {
    for (int millis = 0; millis < counts.length; millis++) {
      counts[millis] += other.counts[millis];
    }
    total += other.total;
  }

  /** How many records. */
  long total() {
    return total;
  }

  /**
   * The time, in milliseconds, within which that share of the records was stored; 0 of none.
   *
   * @param share 0 to 1
   */
  int quantile(double share) {
    long wanted = (long) Math.ceil(share * total);
    long seen = 0;
    for (int millis = 0; millis < counts.length; millis++) {
      seen += counts[millis];
      if (seen >= wanted && seen > 0) {
        return millis;
      }
    }
    return 0;
  }
}
