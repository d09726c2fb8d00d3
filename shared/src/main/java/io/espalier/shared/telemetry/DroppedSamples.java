package io.espalier.shared.telemetry;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;

/**
 * Records that a node had to drop before they were stored: its buffer is bounded, the oldest go
 * first. It takes their place, so that nobody waits for them.
 *
 * @param stamp which record
 * @param node which node
 * @param epoch of the records that are gone
 * @param first number of the first of them
 * @param last number of the last of them
 */
public record DroppedSamples(Stamp stamp, NodeId node, long epoch, long first, long last) {
  /**
   * @throws IllegalArgumentException if the last is before the first
   */
  public DroppedSamples {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "dropped samples: expected a range, found %d to %d".formatted(first, last));
    }
  }
}
