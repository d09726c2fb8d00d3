package io.espalier.node;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node this is, where it keeps things, and under which topics it speaks. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class NodeOptions {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  @Option(names = "--id", description = "Name of this node (default: that of its host).")
  private @Nullable NodeId id;

  @Option(
      names = "--data-dir",
      description =
          "Where models are kept (default: where systemd says, or ~/.local/state/espalier-node/ID).")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--prefix",
      defaultValue = Topics.DEFAULT_PREFIX,
      description = "First levels of every topic (default: ${DEFAULT-VALUE}).")
  private Topics topics;

  NodeId id() {
    return id == null ? ofHost() : id;
  }

  /** Where the node was told, else where systemd says, else in its user's home. */
  Path dataDirectory() {
    if (dataDirectory != null) {
      return dataDirectory;
    }
    String state = System.getenv("STATE_DIRECTORY");
    return state == null
        ? Path.of(System.getProperty("user.home"), ".local/state/espalier-node", id().toString())
        : Path.of(state);
  }

  Topics topics() {
    return topics;
  }

  private static NodeId ofHost() {
    try {
      return new NodeId(Files.readString(HOST_NAME).strip());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--id: expected a name, as the host's is of no use: " + e.getMessage(), e);
    }
  }
}
