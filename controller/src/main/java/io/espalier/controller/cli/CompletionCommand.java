package io.espalier.controller.cli;

import io.espalier.shared.manual.FishCompletion;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier completion}. */
@Command(
    name = "completion",
    description = {
      "Prints a script with which a shell completes commands, options and their values.",
      "bash and zsh read it by: source <(espalier completion bash)",
      "fish reads it by: espalier completion fish | source"
    },
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  /** The shells that are known; the names are what the command takes. */
  enum Shell {
    /** Bourne again. */
    bash,
    /** Reads what bash reads. */
    zsh,
    /** Has a language of its own. */
    fish
  }

  @Override
  public Integer call() {
    CommandLine program = command.root().commandLine();
    String script =
        shell == Shell.fish
            ? FishCompletion.of(program.getCommandSpec())
            : AutoComplete.bash(program.getCommandName(), program);
    command.commandLine().getOut().print(script);
    command.commandLine().getOut().flush();
    return ExitCode.DONE.code();
  }
}
