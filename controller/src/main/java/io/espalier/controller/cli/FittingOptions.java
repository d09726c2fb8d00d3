package io.espalier.controller.cli;

import io.espalier.compressor.ArtifactFile;
import io.espalier.compressor.CompressionListener;
import io.espalier.compressor.ModelTrainer;
import io.espalier.compressor.RefusedException;
import io.espalier.controller.experiment.NotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How long a network is fitted, and where it goes. */
final class FittingOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the samples (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The file to write.")
  private Path output = Path.of("");

  /** With so many epochs unless others are asked for. */
  FittingOptions(int epochs) {
    this.epochs = epochs;
  }

  /** Makes sure, before minutes of work, that the file can be written without harm to those. */
  void claim(List<Path> inputs) throws IOException, NotFoundException, RefusedException {
    new OutputFiles(inputs).claim("--output", output);
  }

  /** Who does it. */
  ModelTrainer trainer(CompressionListener listener) {
    if (epochs < 1) {
      throw new ParameterException(
          command.commandLine(), "--epochs: expected at least 1, found " + epochs);
    }
    return new ModelTrainer(epochs, seed, listener);
  }

  /** Writes what came of it. */
  Path write(ArtifactFile fitted) throws IOException {
    OutputFiles.write(output, fitted.content());
    return output;
  }
}
