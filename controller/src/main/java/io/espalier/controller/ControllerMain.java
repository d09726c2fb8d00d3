package io.espalier.controller;

import io.espalier.controller.cli.ArtifactsCommand;
import io.espalier.controller.cli.BackupCommand;
import io.espalier.controller.cli.BenchCommand;
import io.espalier.controller.cli.BrokerCommand;
import io.espalier.controller.cli.CompletionCommand;
import io.espalier.controller.cli.CompressCommand;
import io.espalier.controller.cli.DataCommand;
import io.espalier.controller.cli.DeployCommand;
import io.espalier.controller.cli.ExitCode;
import io.espalier.controller.cli.ExperimentCommand;
import io.espalier.controller.cli.FinetuneCommand;
import io.espalier.controller.cli.FleetCommand;
import io.espalier.controller.cli.InspectCommand;
import io.espalier.controller.cli.KeysCommand;
import io.espalier.controller.cli.ManCommand;
import io.espalier.controller.cli.NodesCommand;
import io.espalier.controller.cli.RestoreCommand;
import io.espalier.controller.cli.RolloutCommand;
import io.espalier.controller.cli.TelemetryCommand;
import io.espalier.controller.cli.TokensCommand;
import io.espalier.controller.cli.TrainCommand;
import io.espalier.controller.cli.UpCommand;
import io.espalier.shared.artifact.BuildVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The {@code espalier} program. */
@Command(
    name = "espalier",
    description = "Compresses models, has a fleet run them, and measures what it cost.",
    mixinStandardHelpOptions = true,
    versionProvider = ControllerMain.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CompressCommand.class,
      InspectCommand.class,
      DataCommand.class,
      TrainCommand.class,
      FinetuneCommand.class,
      UpCommand.class,
      NodesCommand.class,
      DeployCommand.class,
      RolloutCommand.class,
      TelemetryCommand.class,
      ArtifactsCommand.class,
      FleetCommand.class,
      KeysCommand.class,
      TokensCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      BrokerCommand.class,
      ExperimentCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
      ManCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:usage, bad spec or bad data",
      "3:not found",
      "4:refused, also for want of a token or a role",
      "5:timed out",
      "6:a gate halted the rollout",
      "7:partly done",
      "130:interrupted"
    })
public final class ControllerMain {
  /** Runs the program and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The program without its end. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new ControllerMain());
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> ExitCode.report(failure, command.getErr()));
    commandLine.setParameterExceptionHandler(
        (mistake, arguments) -> {
          CommandLine command = mistake.getCommandLine();
          command
              .getErr()
              .printf(
                  "espalier: %s; see '%s --help'%n",
                  firstLine(String.valueOf(mistake.getMessage())),
                  command.getCommandSpec().qualifiedName());
          return ExitCode.USAGE.code();
        });
    return commandLine;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"espalier " + BuildVersion.current()};
    }
  }
}
