package io.espalier.controller.cli;

import io.espalier.controller.api.ArtifactView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code espalier artifacts …}. */
@Command(
    name = "artifacts",
    description = "Shows what a controller keeps to deploy, and removes it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ArtifactsListCommand.class, ArtifactsRetireCommand.class})
public final class ArtifactsCommand {
  /** What fits a line of a screen. */
  static final Listing<ArtifactView> LISTING =
      new Listing<>(
          List.of("digest", "kind", "bytes", "wire bytes", "nodes", "came", "name"),
          ArtifactsCommand::cells);

  private static List<String> cells(ArtifactView artifact) {
    return List.of(
        artifact.digest().abbreviated(),
        artifact.kind().name().toLowerCase(Locale.ROOT),
        String.valueOf(artifact.size()),
        String.valueOf(artifact.wireBytes()),
        String.valueOf(artifact.nodes()),
        NodesCommand.ago(Duration.between(artifact.createdAt(), Instant.now())) + " ago",
        artifact.name());
  }
}
