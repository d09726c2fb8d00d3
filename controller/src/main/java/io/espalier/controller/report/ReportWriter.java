package io.espalier.controller.report;

import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.artifact.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The results of an experiment as one HTML page that needs nothing but a browser. */
public final class ReportWriter {
  private ReportWriter() {}

  /**
   * What the page says about the run besides its rows.
   *
   * @param spec what was run
   * @param provenance facts about data and machine, in the order in which they are shown
   */
  public record Facts(ExperimentSpec spec, Map<String, String> provenance) {}

  /** The table for a terminal. */
  public static String terminalTable(Summary summary) {
    return PaperTable.of(summary).toText();
  }

  /** The page. */
  public static String page(Facts facts, List<TrialRow> rows) {
    Summary summary = Summary.of(rows);
    PaperTable table = PaperTable.of(summary);
    ExperimentSpec spec = facts.spec();
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>")
        .append(Html.escape(spec.name()))
        .append(" · Espalier</title>")
        .append("<style>")
        .append(css())
        .append("</style></head><body>");
    html.append("<h1>").append(Html.escape(spec.name())).append("</h1>");
    html.append("<p class=\"lead\">").append(Html.escape(lead(spec, rows))).append("</p>");
    warnings(html, spec, rows);
    html.append("<h2>Accuracy, %</h2>");
    table(html, table);
    html.append("<h2>Plots</h2><div class=\"plots\">");
    for (Figure figure : ResultPlots.of(summary)) {
      figure(html, figure);
    }
    html.append("</div><h2>Model and latency</h2>");
    costs(html, table);
    html.append("<h2>Where this comes from</h2>");
    provenance(html, facts, rows);
    html.append("<details><summary>All trials</summary>");
    trials(html, rows);
    return html.append("</details></body></html>\n").toString();
  }

  private static String lead(ExperimentSpec spec, List<TrialRow> rows) {
    long measured = rows.stream().filter(TrialRow::isMeasured).count();
    long nodes = rows.stream().map(TrialRow::node).filter(Objects::nonNull).distinct().count();
    return "%d of %d trials measured on %d %s, %d %s. Accuracy is counted on the node from the model's own output."
        .formatted(
            measured,
            spec.trials(),
            nodes,
            nodes == 1 ? "node" : "nodes",
            spec.seeds().size(),
            spec.seeds().size() == 1 ? "seed" : "seeds; means ± standard deviations");
  }

  private static void warnings(StringBuilder html, ExperimentSpec spec, List<TrialRow> rows) {
    long failed = rows.stream().filter(row -> !row.isMeasured()).count();
    long slow = rows.stream().filter(row -> row.status() == TrialRow.Status.NOT_DELEGATED).count();
    if (rows.size() < spec.trials()) {
      warning(html, "The run is not finished; the same command goes on with it.");
    }
    if (failed > 0) {
      warning(html, "Trials that failed: " + failed + "; the table at the end says why.");
    }
    if (slow > 0) {
      warning(
          html,
          "Trials that were not wholly delegated to XNNPACK: "
              + slow
              + "; their latencies are those of the reference kernels.");
    }
  }

  private static void warning(StringBuilder html, String text) {
    html.append("<p class=\"warning\">").append(Html.escape(text)).append("</p>");
  }

  private static void table(StringBuilder html, PaperTable table) {
    html.append("<div class=\"scroll\"><table><thead><tr>")
        .append(column("method"))
        .append(column("pruned"));
    for (Precision precision : table.precisions()) {
      html.append(column(label(precision)));
    }
    html.append("</tr></thead><tbody>");
    String above = "";
    for (PaperTable.Row row : table.rows()) {
      boolean first = !row.name().equals(above);
      above = row.name();
      // Who looks sees a name once, who listens hears it with every row.
      html.append(first ? "<tr class=\"first\">" : "<tr class=\"again\">")
          .append("<th scope=\"row\">")
          .append(Html.escape(row.name()))
          .append("</th><td>")
          .append(PaperTable.percent(row.sparsity()))
          .append(" %</td>");
      for (Precision precision : table.precisions()) {
        html.append("<td>")
            .append(row.cell(precision).map(PaperTable::accuracy).orElse("–"))
            .append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</tbody></table></div>");
  }

  private static void costs(StringBuilder html, PaperTable table) {
    html.append("<div class=\"scroll\"><table><thead><tr>")
        .append(column("method"))
        .append(column("pruned"));
    for (Precision precision : table.precisions()) {
      html.append(column(label(precision) + " kB")).append(column("p50 / p99 µs"));
    }
    html.append("</tr></thead><tbody>");
    for (PaperTable.Row row : table.rows()) {
      html.append("<tr><th scope=\"row\">")
          .append(Html.escape(row.name()))
          .append("</th><td>")
          .append(PaperTable.percent(row.sparsity()))
          .append(" %</td>");
      for (Precision precision : table.precisions()) {
        html.append("<td>")
            .append(row.cell(precision).map(PaperTable::kilobytes).orElse("–"))
            .append("</td><td>")
            .append(row.cell(precision).map(PaperTable::latency).orElse("–"))
            .append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</tbody></table></div>");
  }

  private static void figure(StringBuilder html, Figure figure) {
    html.append("<figure><figcaption>")
        .append(Html.escape(figure.title()))
        .append("</figcaption>")
        .append(figure.toSvg())
        .append("<ul class=\"legend\">");
    for (Figure.Key key : figure.legend()) {
      html.append(
              "<li><svg aria-hidden=\"true\" viewBox=\"0 0 14 14\" class=\"s%d\"><g class=\"point\">"
                  .formatted(key.colour()))
          .append(Svg.markerAt(key.marker(), 7, 7))
          .append("</g></svg>")
          .append(Html.escape(key.name()))
          .append("</li>");
    }
    html.append("</ul></figure>");
  }

  private static void provenance(StringBuilder html, Facts facts, List<TrialRow> rows) {
    html.append("<dl>");
    item(html, "Espalier", BuildVersion.current().toString());
    facts.provenance().forEach((key, value) -> item(html, key, value));
    Map<String, String> nodes = new TreeMap<>();
    for (TrialRow row : rows) {
      if (row.node() != null) {
        nodes.put(row.node(), String.valueOf(row.hardware()));
      }
    }
    item(
        html,
        "Nodes",
        nodes.entrySet().stream()
            .map(node -> node.getKey() + ": " + node.getValue())
            .collect(Collectors.joining("; ")));
    html.append("</dl><pre>").append(Html.escape(SpecReader.write(facts.spec()))).append("</pre>");
  }

  private static void item(StringBuilder html, String term, String text) {
    html.append("<dt>")
        .append(Html.escape(term))
        .append("</dt><dd>")
        .append(Html.escape(text))
        .append("</dd>");
  }

  private static void trials(StringBuilder html, List<TrialRow> rows) {
    html.append("<div class=\"scroll\"><table class=\"trials\"><thead><tr>");
    for (String head :
        List.of(
            "trial",
            "seed",
            "node",
            "status",
            "correct",
            "total",
            "p50 µs",
            "p90 µs",
            "p99 µs",
            "CPU %",
            "RSS MB",
            "model B",
            "wire B",
            "delegated",
            "digest")) {
      html.append(column(head));
    }
    html.append("</tr></thead><tbody>");
    for (TrialRow row : rows) {
      html.append("<tr>");
      for (Object value : cells(row)) {
        html.append("<td>").append(Html.escape(String.valueOf(value))).append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</tbody></table></div>");
  }

  private static List<Object> cells(TrialRow row) {
    if (!row.isMeasured()) {
      return List.of(row.trial().label(), row.seed(), "", "failed: " + row.reason());
    }
    return List.of(
        row.trial().label(),
        row.seed(),
        present(row.node()),
        row.status() == TrialRow.Status.OK ? "ok" : "not delegated",
        present(row.correct()),
        present(row.total()),
        present(row.latencyP50Us()),
        present(row.latencyP90Us()),
        present(row.latencyP99Us()),
        String.format(Locale.ROOT, "%.0f", present(row.cpuPercent())),
        String.format(Locale.ROOT, "%.1f", present(row.rssBytes()) / 1e6),
        present(row.modelBytes()),
        present(row.wireBytes()),
        row.operatorsDelegated() + " of " + row.operatorsTotal(),
        present(row.digest()).substring(0, 12));
  }

  private static <T> T present(@org.jspecify.annotations.Nullable T value) {
    return Objects.requireNonNull(value, "a measured trial has all figures");
  }

  private static String column(String name) {
    return "<th scope=\"col\">" + Html.escape(name) + "</th>";
  }

  private static String label(Precision precision) {
    return precision.label().toUpperCase(Locale.ROOT);
  }

  private static String css() {
    try (InputStream css = ReportWriter.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("report.css: could not be read", e);
    }
  }
}
