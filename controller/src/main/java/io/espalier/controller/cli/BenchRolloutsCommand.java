package io.espalier.controller.cli;

import io.espalier.compressor.bench.Figure;
import io.espalier.controller.rehearsal.Rehearsals;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    require("--rollouts", rollouts, 2, MOST_ROLLOUTS);
    require("--nodes", nodes, 20, MOST_NODES);
    List<Figure> figures =
        Rehearsals.run(
            rollouts,
            nodes,
            seed,
            line -> {
              err.println(line);
              err.flush();
            });
    PrintWriter out = command.commandLine().getOut();
    if (format == OutputFormat.table) {
      out.printf(
          "Simulated: %d rollouts on fleets of %d nodes that do not exist, seed %d%n",
          rollouts, nodes, seed);
    }
    out.println(
        format == OutputFormat.json ? Json.of(FigureRow.of(figures)) : FigureRow.table(figures));
    out.flush();
    boolean missed = figures.stream().anyMatch(figure -> !figure.holds().orElse(true));
    return (strict && missed ? ExitCode.FAILED : ExitCode.DONE).code();
  }

  private void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          command.commandLine(),
          "%s: expected %d to %d, found %d".formatted(option, least, most, value));
    }
  }
}
