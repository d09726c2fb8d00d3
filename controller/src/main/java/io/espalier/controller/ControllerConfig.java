package io.espalier.controller;

import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that a controller is told from outside, read once.
 *
 * @param broker the broker to use; absent for one inside this process
 * @param listenHost where the broker inside listens
 * @param listenPort its port, 0 for any free one
 * @param topics under which prefix everything is said
 * @param localNodes how many nodes to start on this machine, 0 to 16
 * @param nodeProgram the jar of the node program; needed for local nodes only
 * @param nodeDirectory where local nodes keep their files
 */
public record ControllerConfig(
    @Nullable URI broker,
    String listenHost,
    int listenPort,
    Topics topics,
    int localNodes,
    @Nullable Path nodeProgram,
    Path nodeDirectory) {
  private static final int MOST_LOCAL_NODES = 16;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public ControllerConfig {
    if (localNodes < 0 || localNodes > MOST_LOCAL_NODES) {
      throw new IllegalArgumentException(
          "--local-nodes: expected 0 to " + MOST_LOCAL_NODES + ", found " + localNodes);
    }
    if (localNodes > 0 && nodeProgram == null) {
      throw new IllegalArgumentException(
          "node program: expected a jar for %d local nodes, found none".formatted(localNodes));
    }
    if (listenPort < 0 || listenPort > 65_535) {
      throw new IllegalArgumentException("--listen: expected a port, found " + listenPort);
    }
  }
}
