package io.espalier.controller.cli;

import io.espalier.controller.api.DeployableView;
import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.api.TrialView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier experiment deploy}. */
@Command(
    name = "deploy",
    description = {
      "Brings what a trial measured, model and head, to nodes in waves.",
      "All that 'espalier deploy' says of waves and gates is true of it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ExperimentDeployCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NAME", description = "An experiment.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "TRIAL",
      description = "Its number or label, as 'experiment trials' shows them.")
  private String trial = "";

  @Mixin private RolloutStart rollout = new RolloutStart();

  @Override
  public Integer call() throws Exception {
    ExperimentId id = ExperimentCommand.id(command.commandLine(), name);
    return rollout.run(client -> keep(client, id));
  }

  private RolloutStart.Model keep(ApiClient client, ExperimentId id) throws Exception {
    ExperimentView whole = client.get("/experiments/" + id, Map.of(), ExperimentView.class);
    return keep(client, id, number(Objects.requireNonNullElse(whole.trials(), List.of())));
  }

  /** Has the controller keep what a trial measured, as it is deployed. */
  static RolloutStart.Model keep(ApiClient client, ExperimentId id, int number) throws Exception {
    DeployableView kept =
        client.postOnce(
            "/experiments/%s/trials/%d/artifact".formatted(id, number),
            Map.of(),
            DeployableView.class);
    return new RolloutStart.Model(kept.model(), kept.head());
  }

  /** Repetitions share a label, and each has a model of its own. */
  private int number(List<TrialView> trials) throws NotFoundException {
    List<String> numbers =
        trials.stream()
            .filter(one -> one.label().equals(trial) || trial.equals("" + one.number()))
            .map(one -> Integer.toString(one.number()))
            .toList();
    if (numbers.isEmpty()) {
      throw new NotFoundException(
          "experiment %s: expected a trial of 1 to %d or its label, found '%s'"
              .formatted(name, trials.size(), trial));
    }
    if (numbers.size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          "TRIAL: expected one of %s, found '%s', which is all of them"
              .formatted(String.join(", ", numbers), trial));
    }
    return Integer.parseInt(numbers.get(0));
  }
}
