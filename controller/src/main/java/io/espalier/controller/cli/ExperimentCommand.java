package io.espalier.controller.cli;

import io.espalier.controller.experiment.ExperimentId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code espalier experiment …}. */
@Command(
    name = "experiment",
    description = "Runs experiments and shows their results.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ExperimentRunCommand.class,
      ExperimentListCommand.class,
      ExperimentShowCommand.class,
      ExperimentTrialsCommand.class,
      ExperimentCompareCommand.class,
      ExperimentExportCommand.class,
      ExperimentDeployCommand.class,
      ExperimentPromoteCommand.class,
      ExperimentCancelCommand.class
    })
public final class ExperimentCommand {
  /** The experiment that somebody named. */
  static ExperimentId id(CommandLine command, String name) {
    try {
      return new ExperimentId(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }
}
