package io.espalier.shared.link;

import java.util.random.RandomGenerator;

/**
 * Full jitter: the wait before attempt k is uniform in [0, min(cap, base · 2ᵏ)), so that a fleet
 * does not come back all at once (M. Brooker, "Exponential Backoff and Jitter", AWS 2015).
 *
 * @param baseMillis upper bound of the first wait
 * @param capMillis upper bound of every wait
 */
record Backoff(long baseMillis, long capMillis) {
  /** The wait before attempt {@code attempt}, counted from 0, in milliseconds. */
  long delayMillis(int attempt, RandomGenerator random) {
    long bound = attempt >= 32 ? capMillis : Math.min(capMillis, baseMillis << attempt);
    return random.nextLong(Math.max(bound, 1));
  }
}
