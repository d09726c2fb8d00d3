package io.espalier.controller.cli;

import io.espalier.controller.api.ExperimentView;
import io.espalier.controller.experiment.ExperimentId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier experiment cancel}. */
@Command(
    name = "cancel",
    description = "Ends an experiment that waits or runs; what was measured is kept.",
    mixinStandardHelpOptions = true)
final class ExperimentCancelCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private ListOptions format = new ListOptions();

  @Parameters(paramLabel = "NAME", description = "The experiment.")
  private String name = "";

  @Override
  public Integer call() throws Exception {
    ExperimentId id = ExperimentCommand.id(command.commandLine(), name);
    ExperimentView cancelled =
        server
            .client()
            .postOnce(
                "/experiments/%s/cancel?who=%s".formatted(id, RolloutCommand.user()),
                Map.of(),
                ExperimentView.class);
    format.print(ExperimentListCommand.LISTING, cancelled);
    return ExitCode.DONE.code();
  }
}
