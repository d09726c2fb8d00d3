package io.espalier.node.artifact;

import java.time.Duration;

/**
 * How much a fetch may take.
 *
 * @param window chunks that are asked for at a time; with the chunk's size it bounds memory
 * @param tries how often a chunk may be wrong
 * @param patience how long nothing may come while the connection stands
 */
record FetchLimits(int window, int tries, Duration patience) {
  /** The usual ones. */
  static final FetchLimits USUAL = new FetchLimits(8, 5, Duration.ofSeconds(30));
}
