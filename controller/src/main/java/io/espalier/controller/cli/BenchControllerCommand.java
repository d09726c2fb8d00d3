package io.espalier.controller.cli;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.files.ScratchDirectory;
import io.espalier.controller.load.ControllerBench;
import io.espalier.controller.load.ControllerPart;
import io.espalier.controller.load.ControllerPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier bench controller}. */
@Command(
    name = "controller",
    description = {
      "Measures what a controller carries, in a process of its own, through a real Mosquitto:"
          + " telemetry stored in H2 and in PostgreSQL, publish to query, events to many viewers,"
          + " the interface under load, memory.",
      "The nodes are simulated: a few connections speak for all of them."
    },
    mixinStandardHelpOptions = true)
final class BenchControllerCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Some of ${COMPLETION-CANDIDATES} (default: all).")
  private Set<ControllerPart> only = EnumSet.allOf(ControllerPart.class);

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "For each part that takes time (default: ${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records a second while some are looked for (default: ${DEFAULT-VALUE}).")
  private int rate = 10_000;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Known when memory is looked at (default: ${DEFAULT-VALUE}).")
  private int nodes = 10_000;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "In the store when memory is looked at (default: ${DEFAULT-VALUE}).")
  private long samples = 10_000_000;

  @Option(
      names = "--viewers",
      paramLabel = "N",
      description = "That follow events (default: ${DEFAULT-VALUE}).")
  private int viewers = 100;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "An empty PostgreSQL, jdbc:postgresql://host/database (default: a server of its own).")
  private @Nullable String postgres;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description =
          "Where stores and logs go, and stay (default: a temporary directory that is removed).")
  private @Nullable Path workDirectory;

  @Mixin private FigureOptions figures = new FigureOptions();

  @Override
  public Integer call() throws Exception {
    ControllerPlan plan = plan();
    return figures.of(progress -> measure(plan, progress), Machine.describe());
  }

  private List<Figure> measure(ControllerPlan plan, Consumer<String> progress) throws Exception {
    List<String> program = SelfProgram.command();
    if (workDirectory != null) {
      Path kept = Files.createDirectories(workDirectory);
      return ControllerBench.run(plan, program, kept, progress);
    }
    try (ScratchDirectory scratch = ScratchDirectory.create("espalier-controller")) {
      return ControllerBench.run(plan, program, scratch.path(), progress);
    }
  }

  private ControllerPlan plan() {
    try {
      return new ControllerPlan(only, seconds, rate, nodes, samples, viewers, postgres);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
