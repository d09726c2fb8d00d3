package io.espalier.controller.report;

import io.espalier.controller.experiment.ClassRecall;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.MethodContrast;
import io.espalier.controller.experiment.SpecReader;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
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

  /** Which classes pay for pruning, for a terminal; empty if no classes were counted. */
  public static Optional<String> terminalClasses(List<TrialRow> rows) {
    return ClassRecall.of(rows).map(recall -> new ClassTable(recall).toText());
  }

  /** Each plot of the page as a file of its own: its name and its content, SVG. */
  public static SortedMap<String, String> plots(ExperimentSpec spec, List<TrialRow> rows) {
    SortedMap<String, String> files = new TreeMap<>();
    Summary summary = Summary.of(rows, spec.metric());
    plots(summary, MethodContrast.all(rows, summary.main()), rows)
        .forEach(figure -> files.put(FigureFile.name(figure), FigureFile.of(figure)));
    return files;
  }

  private static List<Figure> plots(
      Summary summary, List<MethodContrast> contrasts, List<TrialRow> rows) {
    List<Figure> figures = new ArrayList<>(ResultPlots.of(summary, contrasts));
    ClassRecall.of(rows).ifPresent(recall -> figures.addAll(new ClassTable(recall).figures()));
    return figures;
  }

  /** The page. */
  public static String page(Facts facts, List<TrialRow> rows) {
    Summary summary = Summary.of(rows, facts.spec().metric());
    PaperTable table = PaperTable.of(summary);
    ExperimentSpec spec = facts.spec();
    Page page = new Page(spec.name(), lead(spec, rows, table.main()));
    warnings(page, spec, rows);
    page.section(capital(table.main().title()));
    figures(page, table, table::figure);
    table
        .errors()
        .ifPresent(
            title -> {
              page.section(title);
              figures(page, table, table::errors);
            });
    page.section("Plots");
    List<MethodContrast> contrasts = MethodContrast.all(rows, table.main());
    page.figures(plots(summary, contrasts, rows));
    ContrastTable.add(page, table.main(), contrasts);
    ClassRecall.of(rows).ifPresent(recall -> new ClassTable(recall).add(page));
    page.section("Model and latency");
    costs(page, table);
    page.section("Where this comes from");
    provenance(page, facts, rows);
    page.openDetails("All trials");
    trials(page, rows, table.main());
    page.closeDetails();
    return page.toString();
  }

  private static String lead(ExperimentSpec spec, List<TrialRow> rows, MainMetric main) {
    long measured = rows.stream().filter(TrialRow::isMeasured).count();
    long dropped = rows.stream().filter(row -> row.status() == TrialRow.Status.DROPPED).count();
    long nodes = rows.stream().map(TrialRow::node).filter(Objects::nonNull).distinct().count();
    return "%d of %d trials measured%s on %d %s, %d %s. %s on the node from the model's own output."
        .formatted(
            measured,
            spec.trials(),
            dropped == 0 ? "" : ", " + dropped + " dropped by the race,",
            nodes,
            nodes == 1 ? "node" : "nodes",
            spec.seeds().size(),
            spec.seeds().size() == 1 ? "seed" : "seeds; means ± standard deviations",
            main == MainMetric.ACCURACY
                ? "Accuracy is counted"
                : capital(main.label()) + " is computed");
  }

  private static void warnings(Page page, ExperimentSpec spec, List<TrialRow> rows) {
    long failed = rows.stream().filter(row -> !row.isSettled()).count();
    long slow = rows.stream().filter(row -> row.status() == TrialRow.Status.NOT_DELEGATED).count();
    if (rows.size() < spec.trials()) {
      page.warning("The run is not finished; the same command goes on with it.");
    }
    if (failed > 0) {
      page.warning("Trials that failed: " + failed + "; the table at the end says why.");
    }
    if (slow > 0) {
      page.warning(
          "Trials that were not wholly delegated to XNNPACK: "
              + slow
              + "; their latencies are those of the reference kernels.");
    }
    long throttled = rows.stream().filter(TrialRow::isThrottled).count();
    if (throttled > 0) {
      page.warning(
          "Trials whose board was throttled meanwhile: "
              + throttled
              + "; their latencies are those of a slowed processor. The table at the end says why.");
    }
  }

  private static void figures(Page page, PaperTable table, Function<Cell, String> text) {
    List<String> columns = new ArrayList<>(List.of("method", "pruned"));
    table.precisions().forEach(precision -> columns.add(label(precision)));
    page.openTable(columns);
    String above = "";
    for (PaperTable.Row row : table.rows()) {
      boolean first = !row.name().equals(above);
      above = row.name();
      List<String> cells = new ArrayList<>(List.of(PaperTable.percent(row.sparsity()) + " %"));
      for (Precision precision : table.precisions()) {
        cells.add(row.cell(precision).map(text).orElse("–"));
      }
      // Who looks sees a name once, who listens hears it with every row.
      page.namedRow(first ? "first" : "again", row.name(), cells);
    }
    page.closeTable();
  }

  private static void costs(Page page, PaperTable table) {
    List<String> columns = new ArrayList<>(List.of("method", "pruned"));
    for (Precision precision : table.precisions()) {
      columns.addAll(List.of(label(precision) + " kB", "p50 / p99 µs"));
    }
    page.openTable(columns);
    for (PaperTable.Row row : table.rows()) {
      List<String> cells = new ArrayList<>(List.of(PaperTable.percent(row.sparsity()) + " %"));
      for (Precision precision : table.precisions()) {
        cells.add(row.cell(precision).map(PaperTable::kilobytes).orElse("–"));
        cells.add(row.cell(precision).map(PaperTable::latency).orElse("–"));
      }
      page.namedRow(row.name(), cells);
    }
    page.closeTable();
  }

  private static void provenance(Page page, Facts facts, List<TrialRow> rows) {
    page.openFacts();
    page.fact("Espalier", BuildVersion.current().toString());
    facts.provenance().forEach(page::fact);
    Map<String, String> nodes = new TreeMap<>();
    for (TrialRow row : rows) {
      if (row.node() != null) {
        nodes.put(row.node(), String.valueOf(row.hardware()));
      }
    }
    page.fact(
        "Nodes",
        nodes.entrySet().stream()
            .map(node -> node.getKey() + ": " + node.getValue())
            .collect(Collectors.joining("; ")));
    page.closeFacts();
    page.verbatim(SpecReader.write(facts.spec()));
  }

  private static void trials(Page page, List<TrialRow> rows, MainMetric main) {
    page.openTable(
        "trials",
        List.of(
            "trial",
            "seed",
            "node",
            "status",
            main == MainMetric.ACCURACY ? "correct" : main.label(),
            "total",
            "p50 µs",
            "p90 µs",
            "p99 µs",
            "CPU %",
            "RSS MB",
            "model B",
            "wire B",
            "delegated",
            "digest"));
    for (TrialRow row : rows) {
      page.row(cells(row, main).stream().map(String::valueOf).toList());
    }
    page.closeTable();
  }

  private static List<Object> cells(TrialRow row, MainMetric main) {
    if (!row.isMeasured()) {
      return List.of(
          row.trial().label(), row.seed(), "", row.status().text() + ": " + row.reason());
    }
    return List.of(
        row.trial().label(),
        row.seed(),
        present(row.node()),
        status(row),
        figure(row, main),
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

  private static String figure(TrialRow row, MainMetric main) {
    if (!main.metric().isIn(row)) {
      return "";
    }
    return main == MainMetric.ACCURACY
        ? String.valueOf(row.correct())
        : main.text(main.metric().of(row));
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String status(TrialRow row) {
    String delegated = row.status() == TrialRow.Status.OK ? "ok" : "not delegated";
    return row.isThrottled() ? delegated + ", slowed by " + row.throttled() : delegated;
  }

  private static <T> T present(@org.jspecify.annotations.Nullable T value) {
    return Objects.requireNonNull(value, "a measured trial has all figures");
  }

  private static String label(Precision precision) {
    return precision.label().toUpperCase(Locale.ROOT);
  }
}
