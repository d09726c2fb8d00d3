package io.espalier.controller.cli;

import io.espalier.controller.api.ArtifactView;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier artifacts list}. */
@Command(
    name = "list",
    description = "Lists the artifacts that the controller keeps, the newest first.",
    mixinStandardHelpOptions = true)
final class ArtifactsListCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private ListFormat format = ListFormat.table;

  @Override
  public Integer call() throws Exception {
    ArtifactView.Several found =
        server.client().get("/artifacts", Map.of(), ArtifactView.Several.class);
    ArtifactsCommand.LISTING.print(found.artifacts(), format, command.commandLine().getOut());
    return ExitCode.DONE.code();
  }
}
