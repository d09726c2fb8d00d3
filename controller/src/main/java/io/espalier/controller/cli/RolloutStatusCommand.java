package io.espalier.controller.cli;

import io.espalier.controller.api.RolloutView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.rollout.RolloutId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier rollout status}. */
@Command(
    name = "status",
    description = "Shows a rollout: its waves, what its gates say, and which nodes are left out.",
    mixinStandardHelpOptions = true)
final class RolloutStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private WaitOptions waiting = new WaitOptions();

  @Parameters(paramLabel = "ID", description = "The rollout.", converter = RolloutCommand.Ids.class)
  private RolloutId id = new RolloutId("none");

  @Option(names = "--wait", description = "Wait for its end, and exit as deploy --wait does.")
  private boolean wait;

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    PrintWriter err = command.commandLine().getErr();
    PrintWriter out = command.commandLine().getOut();
    Duration limit = waiting.limit();
    ApiClient client = server.client();
    RolloutView view = client.get("/rollouts/" + id, Map.of(), RolloutView.class);
    if (wait) {
      return Interruptible.run(
          () -> new RolloutWatch(client, err).until(id, limit, format.chosen(), out),
          "the rollout goes on",
          err);
    }
    RolloutPrinter.print(view, format.chosen(), out);
    return ExitCode.DONE.code();
  }
}
