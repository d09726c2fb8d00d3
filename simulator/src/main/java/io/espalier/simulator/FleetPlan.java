package io.espalier.simulator;

import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.time.Duration;

/**
 * A fleet to simulate.
 *
 * @param broker {@code mqtt://host[:port]}
 * @param topics under which prefix it speaks
 * @param nodes how many, 1 to {@link #MOST_NODES}
 * @param faults what is planted
 * @param seed of all chance
 * @param connectsPerSecond how fast nodes are switched on, at least 1
 * @param telemetryInterval between samples of a node
 * @param reconnectWithin upper bound of the wait before a node comes back
 */
public record FleetPlan(
    URI broker,
    Topics topics,
    int nodes,
    Faults faults,
    long seed,
    int connectsPerSecond,
    Duration telemetryInterval,
    Duration reconnectWithin) {
  /** More would not fit behind one address: each needs a port of its own. */
  public static final int MOST_NODES = 20_000;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public FleetPlan {
    if (nodes < 1 || nodes > MOST_NODES) {
      throw new IllegalArgumentException(
          "nodes: expected 1 to %d, found %d".formatted(MOST_NODES, nodes));
    }
    if (connectsPerSecond < 1) {
      throw new IllegalArgumentException(
          "connects: expected at least 1 a second, found " + connectsPerSecond);
    }
  }
}
