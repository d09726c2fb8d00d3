package io.espalier.controller.cli;

import io.espalier.controller.client.ApiClient;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which controller a command asks. */
final class ServerOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:ESPALIER_SERVER:-http://127.0.0.1:8080}",
      description =
          "The controller to ask (default: http://127.0.0.1:8080, or what ESPALIER_SERVER says).")
  private String server = "";

  /** The controller. */
  ApiClient client() {
    try {
      return new ApiClient(server);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
