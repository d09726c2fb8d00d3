package io.espalier.controller.cli;

import io.espalier.compressor.RefusedException;
import io.espalier.controller.artifact.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier keys init}. */
@Command(
    name = "init",
    description = {
      "Makes an Ed25519 key for a controller that is started after that.",
      "Nodes that are given its public key take no model without its signature."
    },
    mixinStandardHelpOptions = true)
final class KeysInitCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The controller's data directory (default: ${DEFAULT-VALUE}).")
  private Path dataDirectory = Path.of("espalier-data");

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    SigningKey key = init();
    command.commandLine().getErr().println("key " + key.name() + ", for nodes in the file below");
    Path file = SigningKey.publicFile(dataDirectory);
    format.print(file, Map.of("key", key.name(), "publicKeyFile", file.toString()));
    return ExitCode.DONE.code();
  }

  private SigningKey init() throws IOException, RefusedException {
    try {
      return SigningKey.init(dataDirectory);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(
          e.getFile() + ": expected no signing key yet, found one; nodes may trust it");
    }
  }
}
