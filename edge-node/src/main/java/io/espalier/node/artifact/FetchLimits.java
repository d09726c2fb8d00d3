package io.espalier.node.artifact;

import java.time.Duration;

/**
 * How much a fetch may take.
 *
 * @param maxBytes of an artifact
 * @param window chunks that are asked for at a time; with the chunk's size it bounds memory
 * @param tries how often a chunk may be wrong
 * @param patience how long nothing may come while the connection stands
 */
record FetchLimits(long maxBytes, int window, int tries, Duration patience) {
  /** The usual ones for artifacts of up to {@code maxBytes}. */
  static FetchLimits usual(long maxBytes) {
    return new FetchLimits(maxBytes, 8, 5, Duration.ofSeconds(30));
  }
}
