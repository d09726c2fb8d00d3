package io.espalier.controller.logs;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which of many things of a kind are worth a line of the log: the first few of a minute, and of the
 * others how many there were, so that who causes them cannot fill it. May be used from any thread.
 *
 * @param <K> tells kinds apart; there are few
 */
public final class Sparing<K> {
  /** So many of a kind are said. */
  public static final int A_MINUTE = 10;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final LongSupplier nanos;
  private final Map<K, Count> counts = new HashMap<>();

  /**
   * What to say of one.
   *
   * @param isSaid whether it is worth a line
   * @param unsaid how many of the minute before were not, to be said first; 0 for nothing to say
   */
  public record Turn(boolean isSaid, long unsaid) {}

  private static final class Count {
    long all;
    long minuteBegan;
    int inMinute;
  }

  /** Counts from now on. */
  public Sparing() {
    this(System::nanoTime);
  }

  /**
   * Counts from now on.
   *
   * @param nanos of a clock that only goes forward
   */
  public Sparing(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** One more of that kind. */
  public synchronized Turn next(K kind) {
    Count count = counts.computeIfAbsent(kind, first -> new Count());
    long now = nanos.getAsLong();
    long unsaid = 0;
    if (count.all == 0 || now - count.minuteBegan >= MINUTE_NANOS) {
      unsaid = Math.max(0, count.inMinute - A_MINUTE);
      count.minuteBegan = now;
      count.inMinute = 0;
    }
    count.all++;
    return new Turn(++count.inMinute <= A_MINUTE, unsaid);
  }

  /** How many of that kind so far. */
  public synchronized long count(K kind) {
    Count count = counts.get(kind);
    return count == null ? 0 : count.all;
  }
}
