package io.espalier.controller.cli;

import io.espalier.controller.api.NodeView;
import io.espalier.controller.client.ApiClient;
import io.espalier.shared.fleet.NodeId;
import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier nodes watch}. */
@Command(
    name = "watch",
    description = "Shows nodes as they change, until it is interrupted.",
    mixinStandardHelpOptions = true)
final class NodesWatchCommand implements Callable<Integer> {
  private static final long INTERVAL_MILLIS = 1_000;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--selector",
      paramLabel = "SELECTOR",
      description = "Only those (default: ${DEFAULT-VALUE}).")
  private String selector = "all";

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  private final Map<NodeId, String> known = new HashMap<>();

  @Override
  public Integer call() throws Exception {
    ApiClient client = server.client();
    PrintWriter out = command.commandLine().getOut();
    return Interruptible.run(
        () ->
            Polling.every(
                INTERVAL_MILLIS,
                () ->
                    show(
                        client
                            .get("/nodes", Map.of("selector", selector), NodeView.Several.class)
                            .nodes(),
                        out)),
        "nothing was changed",
        command.commandLine().getErr());
  }

  /** All of them again on a terminal, a line for each that changed elsewhere. */
  private void show(List<NodeView> nodes, PrintWriter out) throws Exception {
    boolean json = format.chosen() == OutputFormat.json;
    if (!json && Boolean.getBoolean("espalier.terminal")) {
      out.print("\u001b[H\u001b[2J");
      NodesCommand.LISTING.print(nodes, ListFormat.table, out);
      return;
    }
    LocalTime now = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    for (NodeView node : nodes) {
      String line = line(node);
      if (!Objects.equals(known.put(node.id(), line), line)) {
        out.println(json ? Json.line(node) : now + "  " + line);
      }
    }
    out.flush();
  }

  /** What counts as a change: all but when it was last heard of. */
  private static String line(NodeView node) {
    List<String> cells = new ArrayList<>(NodesCommand.LISTING.row().apply(node));
    cells.remove(2);
    return String.join("  ", cells).stripTrailing();
  }
}
