package io.espalier.controller.cli;

import io.espalier.controller.api.RolloutView;
import io.espalier.controller.rollout.RolloutId;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier rollout audit}. */
@Command(
    name = "audit",
    description = "Shows every step of a rollout: when, who, what, why, and on what evidence.",
    mixinStandardHelpOptions = true)
final class RolloutAuditCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "ID", description = "The rollout.", converter = RolloutCommand.Ids.class)
  private RolloutId id = new RolloutId("none");

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  @Override
  public Integer call() throws Exception {
    RolloutView.Audit.Several audit =
        server
            .client()
            .get("/rollouts/" + id + "/audit", Map.of(), RolloutView.Audit.Several.class);
    PrintWriter out = command.commandLine().getOut();
    if (format.chosen() == OutputFormat.json) {
      out.println(Json.of(Listing.node(audit)));
    } else {
      for (RolloutView.Audit entry : audit.entries()) {
        out.printf("%s  %s: %s: %s%n", entry.at(), entry.who(), entry.what(), entry.why());
        out.print(RolloutPrinter.evidence(entry.evidence(), "      "));
      }
    }
    out.flush();
    return ExitCode.DONE.code();
  }
}
