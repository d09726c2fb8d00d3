package io.espalier.shared.deployment;

import io.espalier.shared.artifact.Digest;

/**
 * Samples that a node runs its model on.
 *
 * @param samples a probe set, or the part of it that is this node's, see {@link
 *     io.espalier.shared.probe.ProbeSet}
 * @param everySeconds how often the serving model is tested again, at least 1; 0 for only once
 */
public record Probe(Digest samples, int everySeconds) {
  /**
   * @throws IllegalArgumentException if the interval is negative
   */
  public Probe {
    if (everySeconds < 0) {
      throw new IllegalArgumentException(
          "probe interval: expected 0 s or more, found " + everySeconds);
    }
  }
}
