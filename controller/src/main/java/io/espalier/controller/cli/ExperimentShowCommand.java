package io.espalier.controller.cli;

import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.report.ReportWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Mixin private RunParameter run = new RunParameter();

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private ListFormat format = ListFormat.table;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    RunArgument.Found found = run.find(command.commandLine(), server);
    List<TrialRow> rows = found.rows();
    ResultPrinter.print(rows, found.metric(), format, out);
    if (format == ListFormat.table) {
      ReportWriter.terminalClasses(rows).ifPresent(out::println);
      out.flush();
    }
    return ExitCode.DONE.code();
  }
}
