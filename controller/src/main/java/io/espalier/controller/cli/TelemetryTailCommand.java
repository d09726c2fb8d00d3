package io.espalier.controller.cli;

import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.client.ApiClient;
import io.espalier.shared.fleet.NodeId;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier telemetry tail}. */
@Command(
    name = "tail",
    description = {
      "Shows the newest telemetry, and what comes after it until it is interrupted.",
      "A line each: number, node, kind, and the record as the node sent it."
    },
    mixinStandardHelpOptions = true)
final class TelemetryTailCommand implements Callable<Integer> {
  private static final long INTERVAL_MILLIS = 500;
  private static final int AT_ONCE = 1_000;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--node",
      paramLabel = "ID",
      description = "Only of that node.",
      converter = NodeIds.class)
  private @Nullable NodeId node;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only system, inference, accuracy, drift or dropped.")
  private @Nullable String kind;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "How many to begin with (default: ${DEFAULT-VALUE}).")
  private int last = 10;

  @Option(names = "--no-follow", description = "Shows those and ends.")
  private boolean once;

  private long next;

  @Override
  public Integer call() throws Exception {
    ApiClient client = server.client();
    show(client, Map.of("limit", String.valueOf(last)));
    if (once) {
      return ExitCode.DONE.code();
    }
    return Interruptible.run(
        () -> Polling.every(INTERVAL_MILLIS, () -> follow(client)),
        "nothing was changed",
        command.commandLine().getErr());
  }

  private void follow(ApiClient client) throws Exception {
    while (show(client, Map.of("after", String.valueOf(next), "limit", String.valueOf(AT_ONCE)))
        == AT_ONCE) {
      // There is more.
    }
  }

  private int show(ApiClient client, Map<String, String> where) throws Exception {
    Map<String, String> query = new TreeMap<>(where);
    if (node != null) {
      query.put("node", node.value());
    }
    if (kind != null) {
      query.put("kind", kind);
    }
    TelemetryView.Several found = client.get("/telemetry", query, TelemetryView.Several.class);
    PrintWriter out = command.commandLine().getOut();
    for (TelemetryView one : found.records()) {
      out.printf("%d  %s  %s  %s%n", one.number(), one.node(), one.kind(), one.record());
    }
    out.flush();
    next = found.next();
    return found.records().size();
  }
}
