package io.espalier.controller.cli;

import io.espalier.controller.experiment.RunDirectory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier experiment show}. */
@Command(
    name = "show",
    description = "Shows the results of a run.",
    mixinStandardHelpOptions = true)
final class ExperimentShowCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "The output directory of the run.")
  private Path directory = Path.of("");

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private OutputFormat format = OutputFormat.table;

  @Override
  public Integer call() throws Exception {
    ResultPrinter.print(RunDirectory.rowsOf(directory), format, command.commandLine().getOut());
    return ExitCode.DONE.code();
  }
}
