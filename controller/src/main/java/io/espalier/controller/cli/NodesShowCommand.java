package io.espalier.controller.cli;

import io.espalier.controller.api.NodeView;
import io.espalier.shared.fleet.NodeId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier nodes show}. */
@Command(
    name = "show",
    description = "Shows all that is known of a node.",
    mixinStandardHelpOptions = true)
final class NodesShowCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "ID", description = "The node.", converter = NodeIds.class)
  private NodeId node = new NodeId("none");

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private ListFormat format = ListFormat.yaml;

  @Override
  public Integer call() throws Exception {
    NodeView found = server.client().get("/nodes/" + node, Map.of(), NodeView.class);
    NodesCommand.LISTING.print(found, format, command.commandLine().getOut());
    return ExitCode.DONE.code();
  }
}
