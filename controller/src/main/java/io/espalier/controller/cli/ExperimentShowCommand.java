package io.espalier.controller.cli;

import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.experiment.RunDirectory;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.report.ReportWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier experiment show}. */
@Command(
    name = "show",
    description = {
      "Shows what an experiment found.",
      "It is one of a controller, or a directory of results on this machine."
    },
    mixinStandardHelpOptions = true)
final class ExperimentShowCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      paramLabel = "NAME|DIR",
      description = "An experiment, or the output directory of a run.")
  private String what = "";

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private ListFormat format = ListFormat.table;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    List<TrialRow> rows = rows();
    ResultPrinter.print(rows, format, out);
    if (format == ListFormat.table) {
      ReportWriter.terminalClasses(rows).ifPresent(out::println);
      out.flush();
    }
    return ExitCode.DONE.code();
  }

  private List<TrialRow> rows() throws Exception {
    if (what.contains("/") || (!server.isChosen() && Files.exists(Path.of(what)))) {
      return RunDirectory.rowsOf(Path.of(what));
    }
    String path = "/experiments/" + ExperimentCommand.id(command.commandLine(), what);
    return new ExperimentOutcome(server.client().get(path, Map.of(), ExperimentView.class)).rows();
  }
}
