package io.espalier.simulator.mqtt;

import java.util.Arrays;

/** How many connections were asked for in the busiest second. Thread-safe. */
public final class ConnectMeter {
  private static final long SECOND_NANOS = 1_000_000_000;

  private long[] at = new long[1024];
  private int count;

  /** A meter that has seen nothing. */
  public ConnectMeter() {}

  /**
   * A connection is asked for.
   *
   * @param nanos of a clock that only moves forward
   */
  public synchronized void connecting(long nanos) {
    if (count == at.length) {
      at = Arrays.copyOf(at, 2 * count);
    }
    at[count++] = nanos;
  }

  /** How many so far. */
  public synchronized int count() {
    return count;
  }

  /**
   * The most in any second.
   *
   * @param from only those after so many
   */
  public synchronized int peakPerSecond(int from) {
    long[] sorted = Arrays.copyOfRange(at, from, count);
    Arrays.sort(sorted);
    int peak = 0;
    int first = 0;
    for (int last = 0; last < sorted.length; last++) {
      while (sorted[last] - sorted[first] >= SECOND_NANOS) {
        first++;
      }
      peak = Math.max(peak, last - first + 1);
    }
    return peak;
  }
}
