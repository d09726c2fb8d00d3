package io.espalier.controller.cli;

import io.espalier.controller.simulation.FleetBench;
import io.espalier.simulator.FleetPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Mixin private FigureOptions figures = new FigureOptions();

  @Override
  public Integer call() throws Exception {
    Bounds.require(command, "--nodes", nodes, 1, FleetPlan.MOST_NODES);
    return figures.of(
        progress ->
            Simulations.in(nodes, directory -> FleetBench.run(nodes, seed, directory, progress)),
        "SIMULATED: %d nodes that do not exist, seed %d".formatted(nodes, seed),
        Machine.describe());
  }
}
