package io.espalier.controller.cli;

import io.espalier.controller.api.RolloutView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier rollout list}. */
@Command(
    name = "list",
    description = "Lists all rollouts, the newest first.",
    mixinStandardHelpOptions = true)
final class RolloutListCommand implements Callable<Integer> {
  private static final Listing<RolloutView> LISTING =
      new Listing<>(
          List.of("rollout", "stage", "nodes", "updated", "failed", "carried", "begun", "why"),
          RolloutListCommand::cells);

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private ListFormat format = ListFormat.table;

  @Override
  public Integer call() throws Exception {
    RolloutView.Several found =
        server.client().get("/rollouts", Map.of(), RolloutView.Several.class);
    LISTING.print(found.rollouts(), format, command.commandLine().getOut());
    return ExitCode.DONE.code();
  }

  private static List<String> cells(RolloutView view) {
    RolloutView.Counts counts = view.counts();
    String why = view.waitsFor() != null ? view.waitsFor() : view.reason();
    return List.of(
        view.id().value(),
        view.stage().text(),
        Integer.toString(counts.nodes()),
        Integer.toString(counts.updated()),
        Integer.toString(counts.failed()),
        Integer.toString(counts.carried()),
        NodesCommand.ago(Duration.between(view.createdAt(), Instant.now())),
        why == null ? "" : why);
  }
}
