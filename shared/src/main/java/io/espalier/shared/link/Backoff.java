package io.espalier.shared.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Full jitter: the wait before attempt k is uniform in [0, min(cap, base · 2ᵏ)), so that a fleet
 * does not come back all at once (M. Brooker, "Exponential Backoff and Jitter", AWS 2015). Waits
 * after the first may have a lower bound too.
 *
 * @param baseMillis upper bound of the first wait, at least 1
 * @param leastMillis lower bound of every other wait, at least 0
 * @param capMillis upper bound of every wait, at least {@code baseMillis}, above {@code
 *     leastMillis}
 */
public record Backoff(long baseMillis, long leastMillis, long capMillis) {
  /** For a program that has the broker almost to itself, and that others wait for. */
  public static final Backoff PROMPT = new Backoff(250, 0, 10_000);

  /**
   * @throws IllegalArgumentException if a bound is out of range
   */
  public Backoff {
    if (baseMillis < 1 || leastMillis < 0 || capMillis < baseMillis || capMillis <= leastMillis) {
      throw new IllegalArgumentException(
          "backoff: expected 1 <= base <= cap and 0 <= least < cap, found %d, %d and %d ms"
              .formatted(baseMillis, leastMillis, capMillis));
    }
  }

  /**
   * For one of many that lose the broker in the same moment. The first waits fill the window
   * evenly; the next attempts come after the last of those, and within five thirds of the window.
   * With full jitter throughout, first and second attempts would add up around the end of the
   * window, and a broker that comes back just then would meet 1.6 times as many.
   *
   * @param window upper bound of the first wait
   */
  public static Backoff within(Duration window) {
    long cap = window.toMillis() * 5 / 3;
    return new Backoff(window.toMillis(), cap / 2, cap);
  }

  /** The wait before attempt {@code attempt}, counted from 0, in milliseconds. */
  public long delayMillis(int attempt, RandomGenerator random) {
    long bound = attempt >= 32 ? capMillis : Math.min(capMillis, baseMillis << attempt);
    long least = attempt == 0 ? 0 : Math.min(leastMillis, bound - 1);
    return least + random.nextLong(bound - least);
  }
}
