package io.espalier.controller.cli;

import io.espalier.controller.artifact.SigningKey;
import io.espalier.controller.experiment.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier keys show}. */
@Command(
    name = "show",
    description = "Prints the public key of a controller's data directory.",
    mixinStandardHelpOptions = true)
final class KeysShowCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The controller's data directory (default: ${DEFAULT-VALUE}).")
  private Path dataDirectory = Path.of("espalier-data");

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    SigningKey key =
        SigningKey.of(dataDirectory)
            .orElseThrow(
                () ->
                    new NotFoundException(
                        dataDirectory
                            + ": expected a signing key, found none; make one with"
                            + " 'espalier keys init'"));
    command.commandLine().getErr().println("key " + key.name());
    String text = Files.readString(SigningKey.publicFile(dataDirectory)).strip();
    format.print(text, Map.of("key", key.name(), "publicKey", text));
    return ExitCode.DONE.code();
  }
}
