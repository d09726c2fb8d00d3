package io.espalier.controller.cli;

import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.experiment.NotFoundException;
import io.espalier.shared.artifact.Digest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier artifacts retire}. */
@Command(
    name = "retire",
    description = {
      "Has the controller keep an artifact no longer.",
      "Refused while a node is to have it or a rollout that has not ended needs it; a rollout that"
          + " has ended cannot be rolled back to it any more."
    },
    mixinStandardHelpOptions = true)
final class ArtifactsRetireCommand implements Callable<Integer> {
  private static final int LEAST_DIGITS = 6;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "DIGEST", description = "Its first digits, at least 6.")
  private String digest = "";

  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    if (!digest.matches("[0-9a-f]{6,64}")) {
      throw new ParameterException(
          command.commandLine(),
          "digest: expected %d to 64 of 0-9 and a-f, found '%s'".formatted(LEAST_DIGITS, digest));
    }
    ApiClient client = server.client();
    ArtifactView retired = client.delete("/artifacts/" + find(client), ArtifactView.class);
    command.commandLine().getErr().printf("espalier: %s is kept no longer%n", retired.name());
    format.print(ArtifactsCommand.LISTING, retired);
    return ExitCode.DONE.code();
  }

  private Digest find(ApiClient client) throws Exception {
    List<Digest> found =
        client.get("/artifacts", Map.of(), ArtifactView.Several.class).artifacts().stream()
            .map(ArtifactView::digest)
            .filter(known -> known.hex().startsWith(digest))
            .toList();
    if (found.size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          "digest: expected digits of one artifact, '%s' begins %d"
              .formatted(digest, found.size()));
    }
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "artifact " + digest + ": expected one that is kept, found none"));
  }
}
