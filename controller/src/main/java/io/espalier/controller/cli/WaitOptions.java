package io.espalier.controller.cli;

import io.espalier.controller.rollout.RolloutFile;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How long a command waits for a rollout. */
final class WaitOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long to wait at most (default: ${DEFAULT-VALUE}).")
  private String timeout = "10m";

  Duration limit() {
    try {
      return RolloutFile.duration("--timeout", timeout);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
