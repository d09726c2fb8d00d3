package io.espalier.controller.cli;

import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.api.TrialView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.experiment.Choice;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.NotFoundException;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.objective.Objective;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier experiment promote}. */
@Command(
    name = "promote",
    description = {
      "Picks the best of what an experiment has measured, and brings it to nodes in waves.",
      "Variants are judged by the means of their repetitions; of the winner, the best repetition is"
          + " deployed. All that 'espalier deploy' says of waves and gates is true of it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ExperimentPromoteCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NAME", description = "An experiment.")
  private String name = "";

  @Option(
      names = "--objective",
      paramLabel = "WORDS",
      description = {
        "What the best is: 'max accuracy s.t. p99 < 5ms, bytes < 64k'. Of accuracy, auc, mse, mae,"
            + " p50, p90, p99, cpu, rss, bytes (of the file) and wire (bytes sent).",
        "Default: that of a race."
      })
  private @Nullable String words;

  @Option(
      names = "--sure",
      description =
          "Constraints must hold for the near end of the 95%% interval of the mean, not for the mean"
              + " alone; that takes repetitions.")
  private boolean sure;

  @Option(
      names = "--hardware",
      paramLabel = "CLASS",
      description = "Only what was measured on such nodes, as 'experiment trials' shows them.")
  private @Nullable String hardware;

  @Mixin private RolloutStart rollout = new RolloutStart();

  @Override
  public Integer call() throws Exception {
    ExperimentId id = ExperimentCommand.id(command.commandLine(), name);
    Objective given = words == null ? null : parsed("--objective: ", words);
    return rollout.run(client -> choose(client, id, given));
  }

  private RolloutStart.Model choose(ApiClient client, ExperimentId id, @Nullable Objective given)
      throws Exception {
    ExperimentView whole = client.get("/experiments/" + id, Map.of(), ExperimentView.class);
    Objective objective = given == null ? ofRace(whole) : given;
    List<TrialView> trials = Objects.requireNonNullElse(whole.trials(), List.of());
    List<TrialRow> rows =
        trials.stream()
            .map(TrialView::result)
            .filter(row -> row != null && row.isMeasured())
            .map(Objects::requireNonNull)
            .filter(row -> hardware == null || hardware.equals(row.hardware()))
            .toList();
    requireOneHardware(objective, rows);
    requireMeasured(id, objective, rows);
    Choice choice =
        Choice.of(rows, objective, sure ? Choice.Bound.SURE : Choice.Bound.MEAN)
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "experiment %s: expected a variant for '%s', found none among %d trials"
                            .formatted(id, objective, rows.size())));
    TrialView trial =
        trials.stream()
            .filter(one -> choice.model().equals(one.result()))
            .findFirst()
            .orElseThrow();
    PrintWriter err = command.commandLine().getErr();
    err.printf(
        "%s: %s (n %d); deploys trial %d, seed %d%n",
        choice.variant(),
        choice.evidence(objective),
        choice.repetitions().size(),
        trial.number(),
        trial.seed());
    err.flush();
    return ExperimentDeployCommand.keep(client, id, trial.number());
  }

  private Objective ofRace(ExperimentView whole) {
    String own = whole.spec().path("race").path("objective").asText("");
    if (own.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "--objective: expected one such as 'max accuracy', for experiment "
              + whole.id()
              + " is no race, found none");
    }
    return parsed("experiment " + whole.id() + ": ", own);
  }

  private void requireOneHardware(Objective objective, List<TrialRow> rows) {
    List<String> classes = rows.stream().map(row -> "" + row.hardware()).distinct().toList();
    if (objective.isOfHardware() && classes.size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          "--hardware: expected one of %s, whose figures are not comparable, found none"
              .formatted(classes));
    }
  }

  private void requireMeasured(ExperimentId id, Objective objective, List<TrialRow> rows) {
    List<String> unmeasured = Choice.unmeasured(rows, objective);
    if (!rows.isEmpty() && !unmeasured.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "--objective: expected what experiment %s measured, found %s"
              .formatted(id, String.join(", ", unmeasured)));
    }
  }

  private Objective parsed(String where, String text) {
    try {
      return Objective.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), where + e.getMessage(), e);
    }
  }
}
