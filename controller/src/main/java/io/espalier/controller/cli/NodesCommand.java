package io.espalier.controller.cli;

import io.espalier.controller.api.NodeView;
import io.espalier.shared.deployment.ReportedState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code espalier nodes …}. */
@Command(
    name = "nodes",
    description = "Shows and labels the nodes of a controller.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      NodesListCommand.class,
      NodesShowCommand.class,
      NodesWatchCommand.class,
      NodesLabelCommand.class
    })
public final class NodesCommand {
  /** What fits a line of a screen. */
  static final Listing<NodeView> LISTING =
      new Listing<>(
          List.of("node", "state", "seen", "hardware", "labels", "phase", "deployment", "model"),
          NodesCommand::cells);

  private static List<String> cells(NodeView node) {
    return List.of(
        node.id().value(),
        node.online() ? "online" : "offline",
        ago(Duration.between(node.lastSeen(), Instant.now())),
        node.descriptor() == null ? "" : node.descriptor().hardware(),
        labels(node),
        phase(node.reported()),
        deployment(node.reported()),
        model(node.reported()));
  }

  /** How long that is, in the largest unit that leaves at least 1. */
  static String ago(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** What a node is at, in one word. */
  static String phase(@Nullable ReportedState reported) {
    return reported == null ? "" : reported.phase().name().toLowerCase(Locale.ROOT);
  }

  private static String labels(NodeView node) {
    return node.labels().entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String deployment(@Nullable ReportedState reported) {
    return reported == null || reported.deployment() == null ? "" : reported.deployment().value();
  }

  private static String model(@Nullable ReportedState reported) {
    return reported == null || reported.running() == null
        ? ""
        : reported.running().model().abbreviated();
  }
}
