package io.espalier.controller.cli;

import io.espalier.controller.api.NodeView;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code espalier nodes list}. */
@Command(
    name = "list",
    description = "Lists the nodes that were ever heard of.",
    mixinStandardHelpOptions = true)
final class NodesListCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--selector",
      paramLabel = "SELECTOR",
      description =
          "Only those: all, or key=value[,key=value] on labels, node and hardware"
              + " (default: ${DEFAULT-VALUE}).")
  private String selector = "all";

  @Mixin private ListOptions format = new ListOptions();

  @Override
  public Integer call() throws Exception {
    NodeView.Several found =
        server.client().get("/nodes", Map.of("selector", selector), NodeView.Several.class);
    format.print(NodesCommand.LISTING, found.nodes());
    return ExitCode.DONE.code();
  }
}
