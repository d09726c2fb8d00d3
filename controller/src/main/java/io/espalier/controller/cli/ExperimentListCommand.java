package io.espalier.controller.cli;

import io.espalier.controller.api.ExperimentView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code espalier experiment list}. */
@Command(
    name = "list",
    description = "Lists the experiments of a controller, the newest first.",
    mixinStandardHelpOptions = true)
final class ExperimentListCommand implements Callable<Integer> {
  /** How experiments are listed, one or several. */
  static final Listing<ExperimentView> LISTING =
      new Listing<>(
          List.of(
              "experiment",
              "state",
              "trials",
              "measured",
              "dropped",
              "failed",
              "asked",
              "by",
              "at"),
          ExperimentListCommand::cells);

  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    format.print(
        LISTING,
        server.client().get("/experiments", Map.of(), ExperimentView.Several.class).experiments());
    return ExitCode.DONE.code();
  }

  private static List<String> cells(ExperimentView view) {
    String at = view.progress() != null ? view.progress().stage() : view.reason();
    return List.of(
        view.id().value(),
        view.state().text(),
        Integer.toString(view.counts().trials()),
        Integer.toString(view.counts().measured()),
        Integer.toString(view.counts().dropped()),
        Integer.toString(view.counts().failed()),
        NodesCommand.ago(Duration.between(view.createdAt(), Instant.now())),
        view.who(),
        Objects.requireNonNullElse(at, ""));
  }
}
