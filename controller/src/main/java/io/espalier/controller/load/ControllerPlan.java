package io.espalier.controller.load;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of a controller, and how much of it.
 *
 * @param parts which figures
 * @param seconds for each of those that take time, 2 to 3,600
 * @param rate records a second while it is asked for records, 100 to 1,000,000
 * @param nodes that it knows, 10 to 100,000
 * @param samples that it has when its memory is looked at, 0 to 1,000,000,000
 * @param viewers that follow events, 1 to 1,000
 * @param postgres address of an empty database, {@code jdbc:postgresql://…}; absent for a server of
 *     its own
 */
public record ControllerPlan(
    Set<ControllerPart> parts,
    int seconds,
    int rate,
    int nodes,
    long samples,
    int viewers,
    @Nullable String postgres) {
  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public ControllerPlan {
    parts = Set.copyOf(parts);
    LoadSpec.require("--seconds", seconds, 2, 3_600);
    LoadSpec.require("--rate", rate, 100, 1_000_000);
    LoadSpec.require("--nodes", nodes, 10, 100_000);
    LoadSpec.require("--viewers", viewers, 1, 1_000);
    if (samples < 0 || samples > 1_000_000_000) {
      throw new IllegalArgumentException("--samples: expected 0 to 1000000000, found " + samples);
    }
  }
}
