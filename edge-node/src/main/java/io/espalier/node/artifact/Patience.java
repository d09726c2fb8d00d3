package io.espalier.node.artifact;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Runs out when nothing came for too long. Time without a connection does not count: a node waits
 * out any outage. Not thread-safe.
 */
final class Patience {
  private final long limitNanos;
  private final BooleanSupplier connected;
  private long sinceNanos = System.nanoTime();

  Patience(Duration limit, BooleanSupplier connected) {
    this.limitNanos = limit.toNanos();
    this.connected = connected;
  }

  /** Something came: the clock starts again. */
  void restart() {
    sinceNanos = System.nanoTime();
  }

  /** Whether nothing came for too long; to be asked about every {@link #sliceMillis()}. */
  boolean hasRunOut() {
    if (!connected.getAsBoolean()) {
      restart();
    }
    return System.nanoTime() - sinceNanos > limitNanos;
  }

  /** Fine enough to notice an outage, coarse enough to cost nothing. */
  long sliceMillis() {
    return Math.max(1, Math.min(1_000, limitNanos / 4_000_000));
  }
}
