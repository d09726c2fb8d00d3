package io.espalier.controller.cli;

import io.espalier.controller.api.ComparisonView;
import io.espalier.controller.experiment.Comparison.Difference;
import io.espalier.controller.experiment.Comparison.Pair;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Trial;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier experiment compare}. */
@Command(
    name = "compare",
    description = {
      "Shows two experiments side by side, where both measured the same.",
      "Changes are of the second against the first, ± their standard error where both have"
          + " repetitions."
    },
    mixinStandardHelpOptions = true)
final class ExperimentCompareCommand implements Callable<Integer> {
  private static final double PERCENT = 100;
  private static final double KILO = 1_000;

  private static final Listing<Pair> LISTING =
      new Listing<>(
          List.of("method", "sparsity", "precision", "n", "accuracy %", "p99 µs", "model kB"),
          ExperimentCompareCommand::cells);

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "FIRST", description = "An experiment.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "SECOND", description = "Another.")
  private String second = "";

  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    String path =
        "/experiments/%s/compare/%s"
            .formatted(
                ExperimentCommand.id(command.commandLine(), first),
                ExperimentCommand.id(command.commandLine(), second));
    ComparisonView view = server.client().get(path, Map.of(), ComparisonView.class);
    format.print(LISTING, view, view.comparison().pairs());
    sayAlone(first, view.comparison().onlyFirst());
    sayAlone(second, view.comparison().onlySecond());
    return ExitCode.DONE.code();
  }

  private void sayAlone(String name, List<Cell> cells) {
    PrintWriter err = command.commandLine().getErr();
    for (Cell cell : cells) {
      err.printf(
          "only in %s: %s%n",
          name, new Trial(0, cell.method(), cell.sparsity(), cell.precision()).label());
    }
    err.flush();
  }

  private static List<String> cells(Pair pair) {
    return List.of(
        pair.method(),
        Double.toString(pair.sparsity()),
        pair.precision().label(),
        pair.firstN() + ", " + pair.secondN(),
        cell(pair.of(Metric.ACCURACY), PERCENT, 2),
        cell(pair.of(Metric.LATENCY_P99_US), 1, 1),
        cell(pair.of(Metric.MODEL_BYTES), 1 / KILO, 1));
  }

  private static String cell(Difference difference, double times, int digits) {
    String number = "%." + digits + "f";
    String text =
        String.format(
            Locale.ROOT,
            number + " → " + number + " (%+." + digits + "f",
            difference.first() * times,
            difference.second() * times,
            difference.change() * times);
    Double error = difference.standardError();
    return error == null
        ? text + ")"
        : text + String.format(Locale.ROOT, " ± " + number + ")", error * times);
  }
}
