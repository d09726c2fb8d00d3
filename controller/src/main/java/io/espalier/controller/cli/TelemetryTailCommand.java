package io.espalier.controller.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ServerEvent;
import io.espalier.controller.telemetry.Metric;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier telemetry tail}. */
@Command(
    name = "tail",
    description = {
      "Shows the newest telemetry, and what comes after it until it is interrupted.",
      "A line each: number, node, kind, and the record as the node sent it; of one metric number,"
          + " node, time and value; or a JSON object."
    },
    mixinStandardHelpOptions = true)
final class TelemetryTailCommand implements Callable<Integer> {
  private static final int MOST_TO_BEGIN_WITH = 10_000;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private TelemetryFilter filter = new TelemetryFilter();

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description = "Only its values: ${COMPLETION-CANDIDATES}.",
      completionCandidates = MetricNames.class,
      converter = MetricNames.class)
  private @Nullable Metric metric;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "How many records to begin with (default: ${DEFAULT-VALUE}).")
  private int first = 10;

  @Option(names = "--no-follow", description = "Shows those and ends.")
  private boolean once;

  @Mixin private OutcomeFormat format = new OutcomeFormat();

  private long last;

  @Override
  public Integer call() throws Exception {
    Bounds.require(command, "--last", first, 0, MOST_TO_BEGIN_WITH);
    Map<String, String> query = query();
    ApiClient client = server.client();
    begin(client, query);
    if (once) {
      return ExitCode.DONE.code();
    }
    PrintWriter err = command.commandLine().getErr();
    return Interruptible.run(
        () -> new Reconnecting(err).forever(() -> follow(client, query)),
        "nothing was changed",
        err);
  }

  private Map<String, String> query() {
    Map<String, String> query = filter.query();
    if (metric != null) {
      String kind = query.putIfAbsent("kind", metric.kind());
      if (kind != null && !kind.equals(metric.kind())) {
        throw new ParameterException(
            command.commandLine(),
            "--kind: expected %s, in which %s is, found '%s'"
                .formatted(metric.kind(), metric.name(), kind));
      }
    }
    return query;
  }

  /** The newest one is asked for even if none is to be shown: what follows comes after it. */
  private void begin(ApiClient client, Map<String, String> query) throws Exception {
    query.put("limit", String.valueOf(Math.max(1, first)));
    TelemetryView.Several found = client.get("/telemetry", query, TelemetryView.Several.class);
    query.remove("limit");
    List<TelemetryView> shown = first == 0 ? List.of() : found.records();
    shown.forEach(this::show);
    last = found.next();
  }

  private void follow(ApiClient client, Map<String, String> query) throws Exception {
    client.follow(
        "/telemetry/stream",
        query,
        String.valueOf(last),
        event -> {
          show(read(event));
          last = Long.parseLong(event.id());
        });
  }

  private void show(TelemetryView one) {
    PrintWriter out = command.commandLine().getOut();
    new TelemetryLine(metric, format.chosen()).of(one).ifPresent(out::println);
    out.flush();
  }

  private static TelemetryView read(ServerEvent event) {
    try {
      return MessageCodec.decode(event.data().getBytes(UTF_8), TelemetryView.class);
    } catch (MalformedMessageException e) {
      throw new UncheckedIOException(
          new IOException("expected a controller of this version, found: " + e.getMessage(), e));
    }
  }
}
