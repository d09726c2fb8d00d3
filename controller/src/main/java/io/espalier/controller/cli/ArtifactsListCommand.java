package io.espalier.controller.cli;

import io.espalier.controller.api.ArtifactView;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code espalier artifacts list}. */
@Command(
    name = "list",
    description = "Lists the artifacts that the controller keeps, the newest first.",
    mixinStandardHelpOptions = true)
final class ArtifactsListCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    ArtifactView.Several found =
        server.client().get("/artifacts", Map.of(), ArtifactView.Several.class);
    format.print(ArtifactsCommand.LISTING, found.artifacts());
    return ExitCode.DONE.code();
  }
}
