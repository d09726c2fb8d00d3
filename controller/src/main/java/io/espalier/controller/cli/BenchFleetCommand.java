package io.espalier.controller.cli;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.simulation.FleetBench;
import io.espalier.simulator.FleetPlan;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier bench fleet}. */
@Command(
    name = "fleet",
    description = {
      "Has a fleet of simulated nodes take a model and lose its broker, beside as many bare sessions"
          + " that only take the same bytes.",
      "Broker and controller are real, the nodes are not. Needs mosquitto."
    },
    mixinStandardHelpOptions = true)
final class BenchFleetCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many, 1 to 20,000 (default: ${DEFAULT-VALUE}).")
  private int nodes = 10_000;

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

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
    if (nodes < 1 || nodes > FleetPlan.MOST_NODES) {
      throw new ParameterException(
          command.commandLine(),
          "--nodes: expected 1 to %d, found %d".formatted(FleetPlan.MOST_NODES, nodes));
    }
    List<Figure> figures =
        Simulations.in(
            nodes,
            directory ->
                FleetBench.run(
                    nodes,
                    seed,
                    directory,
                    line -> {
                      err.println(line);
                      err.flush();
                    }));
    PrintWriter out = command.commandLine().getOut();
    if (format == OutputFormat.table) {
      out.printf("SIMULATED: %d nodes that do not exist, seed %d%n", nodes, seed);
      out.println(Machine.describe());
    }
    out.println(
        format == OutputFormat.json ? Json.of(FigureRow.of(figures)) : FigureRow.table(figures));
    out.flush();
    boolean missed = figures.stream().anyMatch(figure -> !figure.holds().orElse(true));
    return (strict && missed ? ExitCode.FAILED : ExitCode.DONE).code();
  }
}
