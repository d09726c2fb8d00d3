package io.espalier.controller.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the node program, which is built beside this one. */
final class NodeProgram {
  private static final String JAR = "espalier-node.jar";

  private NodeProgram() {}

  /**
   * The jar of the node program.
   *
   * @throws IllegalArgumentException if it is not where a build or a package puts it
   */
  static Path locate() {
    Path self = ownJar();
    Path built = self.resolveSibling("../../edge-node/target/" + JAR).normalize();
    Path packaged = self.resolveSibling(JAR);
    if (Files.exists(built)) {
      return built;
    }
    if (Files.exists(packaged)) {
      return packaged;
    }
    throw new IllegalArgumentException(
        "node program: expected " + built + ", found none; build the project first");
  }

  private static Path ownJar() {
    try {
      return Path.of(NodeProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("own location is no URI", e);
    }
  }
}
