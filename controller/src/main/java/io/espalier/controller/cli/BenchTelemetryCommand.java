package io.espalier.controller.cli;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.files.ScratchDirectory;
import io.espalier.controller.load.LoadSpec;
import io.espalier.controller.load.TelemetryLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier bench telemetry}. */
@Command(
    name = "telemetry",
    description = {
      "Gives a controller telemetry at an even rate through a real Mosquitto, kills it with"
          + " kill -9 in the middle, and counts at the end what is in its store.",
      "The nodes are simulated: a few connections speak for all of them, and keep each record until"
          + " the controller says that it is stored."
    },
    mixinStandardHelpOptions = true)
final class BenchTelemetryCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records a second, of all nodes together (default: ${DEFAULT-VALUE}).")
  private int rate = 10_000;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "For how long (default: ${DEFAULT-VALUE}).")
  private int seconds = 300;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "That the records are of (default: ${DEFAULT-VALUE}).")
  private int nodes = 1_000;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "That speak for them (default: ${DEFAULT-VALUE}).")
  private int connections = 4;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description =
          "Where store and logs go, and stay (default: a temporary directory that is removed).")
  private @Nullable Path workDirectory;

  @Mixin private FigureOptions figures = new FigureOptions();

  @Override
  public Integer call() throws Exception {
    LoadSpec spec = spec();
    return figures.of(
        progress -> measure(spec, progress),
        Machine.describe(),
        "%,d records/s for %d s of %,d simulated nodes"
            .formatted(spec.perSecond(), spec.seconds(), spec.nodes()));
  }

  private List<Figure> measure(LoadSpec spec, Consumer<String> progress) throws Exception {
    if (workDirectory != null) {
      Path kept = Files.createDirectories(workDirectory);
      return TelemetryLoad.run(spec, SelfProgram.command(), kept, progress);
    }
    try (ScratchDirectory scratch = ScratchDirectory.create("espalier-telemetry")) {
      return TelemetryLoad.run(spec, SelfProgram.command(), scratch.path(), progress);
    }
  }

  private LoadSpec spec() {
    try {
      return new LoadSpec(rate, seconds, nodes, connections);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
