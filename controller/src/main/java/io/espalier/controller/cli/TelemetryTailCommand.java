package io.espalier.controller.cli;

import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.client.ApiClient;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
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
      "A line each: number, node, kind, and the record as the node sent it; or a JSON object."
    },
    mixinStandardHelpOptions = true)
final class TelemetryTailCommand implements Callable<Integer> {
  private static final long INTERVAL_MILLIS = 500;
  private static final int AT_ONCE = 1_000;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private TelemetryFilter filter = new TelemetryFilter();

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "How many to begin with (default: ${DEFAULT-VALUE}).")
  private int last = 10;

  @Option(names = "--no-follow", description = "Shows those and ends.")
  private boolean once;

  @Mixin private OutcomeFormat format = new OutcomeFormat();

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
    Map<String, String> query = filter.query();
    query.putAll(where);
    TelemetryView.Several found = client.get("/telemetry", query, TelemetryView.Several.class);
    PrintWriter out = command.commandLine().getOut();
    for (TelemetryView one : found.records()) {
      out.println(
          format.chosen() == OutputFormat.json
              ? Json.line(one)
              : "%d  %s  %s  %s".formatted(one.number(), one.node(), one.kind(), one.record()));
    }
    out.flush();
    next = found.next();
    return found.records().size();
  }
}
