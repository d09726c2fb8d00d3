package io.espalier.node;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.Topics;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node this is, where it keeps things, and under which topics it speaks. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class NodeOptions {
  @Option(names = "--id", required = true, description = "Name of this node.")
  private NodeId id;

  @Option(
      names = "--data-dir",
      description = "Where models are kept (default: ~/.local/state/espalier-node/ID).")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--prefix",
      defaultValue = Topics.DEFAULT_PREFIX,
      description = "First levels of every topic (default: ${DEFAULT-VALUE}).")
  private Topics topics;

  NodeId id() {
    return id;
  }

  Path dataDirectory() {
    return dataDirectory == null
        ? Path.of(System.getProperty("user.home"), ".local/state/espalier-node", id.toString())
        : dataDirectory;
  }

  Topics topics() {
    return topics;
  }
}
