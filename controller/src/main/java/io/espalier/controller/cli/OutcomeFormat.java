package io.espalier.controller.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command that did one thing says what came of it. */
final class OutcomeFormat {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private OutputFormat format = OutputFormat.table;

  OutputFormat chosen() {
    return format;
  }

  /** Prints a line for people, or all of it as an object. */
  void print(Object line, Map<String, ?> outcome) throws IOException {
    print(format, command.commandLine().getOut(), line, outcome);
  }

  static void print(OutputFormat format, PrintWriter out, Object line, Map<String, ?> outcome)
      throws IOException {
    out.println(format == OutputFormat.json ? Json.of(outcome) : line);
    out.flush();
  }
}
