package io.espalier.controller.cli;

import io.espalier.controller.rehearsal.Rehearsals;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier bench rollouts}. */
@Command(
    name = "rollouts",
    description = {
      "Rehearses rollouts on simulated fleets with planted faults, half of them with a bad model,"
          + " and counts how often the gates were right.",
      "Everything in it is simulated, also the time; the same seed gives the same figures."
    },
    mixinStandardHelpOptions = true)
final class BenchRolloutsCommand implements Callable<Integer> {
  private static final int MOST_ROLLOUTS = 100_000;
  private static final int MOST_NODES = 10_000;

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--rollouts",
      paramLabel = "N",
      description = "How many, 2 to 100,000 (default: ${DEFAULT-VALUE}).")
  private int rollouts = 200;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "In each fleet, 20 to 10,000 (default: ${DEFAULT-VALUE}).")
  private int nodes = 1_000;

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Mixin private FigureOptions figures = new FigureOptions();

  @Override
  public Integer call() throws Exception {
    Bounds.require(command, "--rollouts", rollouts, 2, MOST_ROLLOUTS);
    Bounds.require(command, "--nodes", nodes, 20, MOST_NODES);
    return figures.of(
        progress -> Rehearsals.run(rollouts, nodes, seed, progress),
        "Simulated: %d rollouts on fleets of %d nodes that do not exist, seed %d"
            .formatted(rollouts, nodes, seed));
  }
}
