package io.espalier.controller.cli;

import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.api.TrialView;
import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.TrialRow;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier experiment trials}. */
@Command(
    name = "trials",
    description = "Lists the trials of an experiment, and what came of each so far.",
    mixinStandardHelpOptions = true)
final class ExperimentTrialsCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "NAME", description = "An experiment.")
  private String name = "";

  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    String path = "/experiments/" + ExperimentCommand.id(command.commandLine(), name);
    ExperimentView whole = server.client().get(path, Map.of(), ExperimentView.class);
    List<TrialView> trials = Objects.requireNonNullElse(whole.trials(), List.of());
    MainMetric main =
        MainMetric.of(trials.stream().map(TrialView::result).filter(Objects::nonNull).toList());
    Listing<TrialView> listing =
        new Listing<>(
            List.of("trial", "label", "seed", "status", main.column(), "p99_us", "bytes", "node"),
            one -> cells(one, main));
    format.print(listing, trials);
    return ExitCode.DONE.code();
  }

  private static List<String> cells(TrialView one, MainMetric main) {
    TrialRow row = one.result();
    return List.of(
        Integer.toString(one.number()),
        one.label(),
        Long.toString(one.seed()),
        one.status(),
        cell(
            main.isHigherBetter() ? "%.4f" : "%.4g",
            row == null || !main.metric().isIn(row) ? null : main.metric().of(row)),
        cell("%.1f", row == null ? null : row.latencyP99Us()),
        cell("%d", row == null ? null : row.modelBytes()),
        row == null || row.node() == null ? "" : String.valueOf(row.node()));
  }

  private static String cell(String format, @Nullable Number value) {
    return value == null ? "" : String.format(Locale.ROOT, format, value);
  }
}
