package io.espalier.controller.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command whose {@code -o} is a file says what it has written. */
final class WrittenFormat {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "What is said on standard output: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private OutputFormat format = OutputFormat.table;

  OutputFormat chosen() {
    return format;
  }

  /** Prints all of it as an object; for people there is nothing but the files. */
  void print(Map<String, ?> written) throws IOException {
    if (format == OutputFormat.json) {
      PrintWriter out = command.commandLine().getOut();
      out.println(Json.of(written));
      out.flush();
    }
  }
}
