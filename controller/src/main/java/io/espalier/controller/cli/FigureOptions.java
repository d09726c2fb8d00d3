package io.espalier.controller.cli;

import io.espalier.compressor.bench.Figure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every {@code bench} does with its figures. */
final class FigureOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--strict", description = "Exit with 1 if a goal is missed.")
  private boolean strict;

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private OutputFormat format = OutputFormat.table;

  /** What is measured; it says now and then how far it is. */
  interface Measurement {
    List<Figure> measure(Consumer<String> progress) throws Exception;
  }

  /**
   * Measures, unless it is interrupted, and prints what came of it.
   *
   * @param header what the figures are of
   * @return the exit code
   */
  int of(Measurement measurement, String... header) throws Exception {
    return Interruptible.run(
        () -> {
          announce(header);
          List<Figure> figures = measurement.measure(this::say);
          print(figures);
          return codeOf(figures).code();
        },
        "no figures",
        command.commandLine().getErr());
  }

  /** Says what the figures are of, where it cannot be taken for one: a script wants only JSON. */
  void announce(String... header) {
    PrintWriter to = format == OutputFormat.table ? command.commandLine().getOut() : err();
    for (String line : header) {
      to.println(line);
    }
    to.flush();
  }

  /** Says how far it is. */
  void say(String line) {
    err().println(line);
    err().flush();
  }

  /** Prints them in the form that was asked for. */
  void print(List<Figure> figures) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    out.println(
        format == OutputFormat.json ? Json.of(FigureRow.of(figures)) : FigureRow.table(figures));
    out.flush();
  }

  /** Whether they are good enough. */
  ExitCode codeOf(List<Figure> figures) {
    boolean missed = figures.stream().anyMatch(figure -> !figure.holds().orElse(true));
    return strict && missed ? ExitCode.FAILED : ExitCode.DONE;
  }

  private PrintWriter err() {
    return command.commandLine().getErr();
  }
}
