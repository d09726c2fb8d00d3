package io.espalier.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.client.ApiClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier telemetry export}. */
@Command(
    name = "export",
    description = {
      "Writes telemetry to standard output, in the order in which it was stored, and ends.",
      "As JSON lines each record is as its node sent it; as CSV its fields are columns, those of"
          + " fields inside fields with a dot."
    },
    mixinStandardHelpOptions = true)
final class TelemetryExportCommand implements Callable<Integer> {
  private static final int AT_ONCE = 5_000;
  private static final CsvMapper CSV = new CsvMapper();
  private static final List<String> OWN_COLUMNS = List.of("number", "kind");

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private TelemetryFilter filter = new TelemetryFilter();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only made then or later by the node's clock, like 2026-11-24T10:00:00Z.",
      converter = Times.class)
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Only made before that.",
      converter = Times.class)
  private @Nullable Instant to;

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Format format = Format.jsonl;

  /** How records are written. */
  enum Format {
    /** A JSON object a line. */
    jsonl,
    /** A table with a header. */
    csv
  }

  @FunctionalInterface
  private interface Use {
    void take(TelemetryView record) throws Exception;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    return Interruptible.run(
        () -> {
          export(server.client(), out);
          out.flush();
          return ExitCode.DONE.code();
        },
        "what was written is not all",
        command.commandLine().getErr());
  }

  private void export(ApiClient client, PrintWriter out) throws Exception {
    if (format == Format.jsonl) {
      each(client, Long.MAX_VALUE, record -> out.println(Json.line(record)));
      return;
    }
    // Which columns there are is known at the end only, so all is read twice.
    Set<String> columns = new LinkedHashSet<>(OWN_COLUMNS);
    long last = each(client, Long.MAX_VALUE, record -> columns.addAll(cells(record).keySet()));
    out.print(CSV.writeValueAsString(columns));
    each(
        client,
        last,
        record -> {
          Map<String, String> cells = cells(record);
          out.print(
              CSV.writeValueAsString(
                  columns.stream().map(column -> cells.getOrDefault(column, "")).toList()));
        });
  }

  /** Returns the number of the last. */
  private long each(ApiClient client, long last, Use use) throws Exception {
    Map<String, String> query = filter.query();
    query.put("limit", String.valueOf(AT_ONCE));
    put(query, "from", from);
    put(query, "to", to);
    long after = 0;
    while (true) {
      query.put("after", String.valueOf(after));
      TelemetryView.Several found = client.get("/telemetry", query, TelemetryView.Several.class);
      for (TelemetryView record : found.records()) {
        if (record.number() > last) {
          return last;
        }
        use.take(record);
      }
      after = found.next();
      if (found.records().size() < AT_ONCE) {
        return after;
      }
    }
  }

  private static Map<String, String> cells(TelemetryView record) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("number", String.valueOf(record.number()));
    cells.put("kind", record.kind());
    flatten("", record.record(), cells);
    return cells;
  }

  private static void flatten(String name, JsonNode value, Map<String, String> into) {
    if (!value.isObject()) {
      into.put(name, value.isValueNode() ? value.asText() : value.toString());
      return;
    }
    List<String> fields = new ArrayList<>();
    value.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      flatten(name.isEmpty() ? field : name + "." + field, value.get(field), into);
    }
  }

  private static void put(Map<String, String> query, String name, @Nullable Object value) {
    if (value != null) {
      query.put(name, value.toString());
    }
  }
}
