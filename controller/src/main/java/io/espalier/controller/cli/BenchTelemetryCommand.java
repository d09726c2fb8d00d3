package io.espalier.controller.cli;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.load.LoadSpec;
import io.espalier.controller.load.TelemetryLoad;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  @Option(names = "--strict", description = "Exit with 1 if a goal is missed.")
  private boolean strict;

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private OutputFormat format = OutputFormat.table;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(() -> run(err), "no figures", err);
  }

  private int run(PrintWriter err) throws Exception {
    LoadSpec spec = spec();
    Path directory =
        workDirectory == null
            ? Files.createTempDirectory("espalier-telemetry")
            : Files.createDirectories(workDirectory);
    List<Figure> figures;
    try {
      figures =
          TelemetryLoad.run(
              spec,
              SelfProgram.command(),
              directory,
              line -> {
                err.println(line);
                err.flush();
              });
    } finally {
      if (workDirectory == null) {
        remove(directory);
      }
    }
    PrintWriter out = command.commandLine().getOut();
    if (format == OutputFormat.table) {
      out.println(Machine.describe());
      out.printf(
          "%,d records/s for %d s of %,d simulated nodes%n",
          spec.perSecond(), spec.seconds(), spec.nodes());
    }
    out.println(
        format == OutputFormat.json ? Json.of(FigureRow.of(figures)) : FigureRow.table(figures));
    out.flush();
    boolean missed = figures.stream().anyMatch(figure -> !figure.holds().orElse(true));
    return (strict && missed ? ExitCode.FAILED : ExitCode.DONE).code();
  }

  private LoadSpec spec() {
    try {
      return new LoadSpec(rate, seconds, nodes, connections);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
