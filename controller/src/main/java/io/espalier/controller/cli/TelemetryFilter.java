package io.espalier.controller.cli;

import io.espalier.shared.fleet.NodeId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which telemetry a command is about. */
final class TelemetryFilter {
  @Option(
      names = "--node",
      paramLabel = "ID",
      description = "Only of that node.",
      converter = NodeIds.class)
  private @Nullable NodeId node;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only system, inference, accuracy, drift or dropped.")
  private @Nullable String kind;

  /** A query for it, to which more can be added. */
  Map<String, String> query() {
    Map<String, String> query = new TreeMap<>();
    if (node != null) {
      query.put("node", node.value());
    }
    if (kind != null) {
      query.put("kind", kind);
    }
    return query;
  }
}
