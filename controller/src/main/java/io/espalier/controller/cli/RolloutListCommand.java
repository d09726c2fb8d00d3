package io.espalier.controller.cli;

import io.espalier.controller.api.RolloutView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    RolloutView.Several found =
        server.client().get("/rollouts", Map.of(), RolloutView.Several.class);
    format.print(LISTING, found.rollouts());
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
