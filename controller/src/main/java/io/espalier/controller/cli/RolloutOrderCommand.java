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

/** {@code espalier rollout pause|resume|abort|rollback}. */
abstract sealed class RolloutOrderCommand implements Callable<Integer> {
  private final io.espalier.controller.rollout.Command order;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "ID", description = "The rollout.", converter = RolloutCommand.Ids.class)
  private RolloutId id = new RolloutId("none");

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  RolloutOrderCommand(io.espalier.controller.rollout.Command order) {
    this.order = order;
  }

  @Override
  public Integer call() throws Exception {
    tell(server.client());
    return ExitCode.DONE.code();
  }

  void tell(ApiClient client) throws Exception {
    RolloutView view =
        client.postOnce(
            "/rollouts/%s/%s?who=%s".formatted(id, order.text(), RolloutCommand.user()),
            Map.of(),
            RolloutView.class);
    RolloutPrinter.print(view, format.chosen(), command.commandLine().getOut());
  }

  /** No further node is asked for now. */
  @Command(
      name = "pause",
      description = "Asks no more nodes for now; harm still halts it.",
      mixinStandardHelpOptions = true)
  static final class Pause extends RolloutOrderCommand {
    Pause() {
      super(io.espalier.controller.rollout.Command.PAUSE);
    }
  }

  /** On again. */
  @Command(name = "resume", description = "Goes on.", mixinStandardHelpOptions = true)
  static final class Resume extends RolloutOrderCommand {
    Resume() {
      super(io.espalier.controller.rollout.Command.RESUME);
    }
  }

  /** The end, with everything left as it is. */
  @Command(
      name = "abort",
      description = "Stops and leaves every node with what it has.",
      mixinStandardHelpOptions = true)
  static final class Abort extends RolloutOrderCommand {
    Abort() {
      super(io.espalier.controller.rollout.Command.ABORT);
    }
  }

  /** Back to what ran before. */
  @Command(
      name = "rollback",
      description = "Gives every node back what ran before, also when the rollout is done.",
      mixinStandardHelpOptions = true)
  static final class Rollback extends RolloutOrderCommand {
    @Mixin private WaitOptions waiting = new WaitOptions();

    @Option(names = "--wait", description = "Wait until the nodes are back.")
    private boolean wait;

    Rollback() {
      super(io.espalier.controller.rollout.Command.ROLLBACK);
    }

    @Override
    public Integer call() throws Exception {
      Duration limit = waiting.limit();
      return wait ? waitFor(limit) : super.call();
    }
  }

  /** Tells it, and waits for its end. */
  int waitFor(Duration limit) throws Exception {
    ApiClient client = server.client();
    PrintWriter err = command.commandLine().getErr();
    client.postOnce(
        "/rollouts/%s/%s?who=%s".formatted(id, order.text(), RolloutCommand.user()),
        Map.of(),
        RolloutView.class);
    return Interruptible.run(
        () ->
            new RolloutWatch(client, err)
                .until(id, limit, format.chosen(), command.commandLine().getOut()),
        "the rollout goes on",
        err);
  }
}
