package io.espalier.controller.report;

import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Trial;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A summary laid out as the paper's Table 2: a row for each method × sparsity, a column for each
 * precision.
 *
 * @param main what models are compared by
 * @param precisions the columns
 * @param rows the rows
 */
public record PaperTable(MainMetric main, List<Precision> precisions, List<Row> rows) {
  private static final int WIDTH = 16;
  private static final int SHARES = 8;

  /**
   * A row.
   *
   * @param method how links were ranked
   * @param sparsity the fraction of links removed
   * @param cells one for each precision that was measured
   */
  public record Row(String method, double sparsity, Map<Precision, Cell> cells) {
    /** The method for people: the paper calls the dense model the baseline. */
    public String name() {
      return method.equals(Trial.DENSE) ? "baseline" : method;
    }

    Optional<Cell> cell(Precision precision) {
      return Optional.ofNullable(cells.get(precision));
    }
  }

  private record Key(String method, double sparsity) {}

  /** That summary as a table. */
  public static PaperTable of(Summary summary) {
    Map<Key, Map<Precision, Cell>> rows = new LinkedHashMap<>();
    Set<Precision> precisions = new LinkedHashSet<>();
    for (Cell cell : summary.cells()) {
      precisions.add(cell.precision());
      rows.computeIfAbsent(new Key(cell.method(), cell.sparsity()), key -> new LinkedHashMap<>())
          .put(cell.precision(), cell);
    }
    List<Row> ordered = new ArrayList<>();
    rows.forEach((key, cells) -> ordered.add(new Row(key.method(), key.sparsity(), cells)));
    return new PaperTable(summary.main(), List.copyOf(precisions), List.copyOf(ordered));
  }

  /** What its model is compared by, with its standard deviation where there are repetitions. */
  public String figure(Cell cell) {
    return main.text(cell);
  }

  /** Errors beside that; empty where there are none, or they are what is compared. */
  Optional<String> errors() {
    boolean measured =
        rows.stream()
            .flatMap(row -> row.cells().values().stream())
            .anyMatch(cell -> cell.has(Metric.MAE));
    return !measured
        ? Optional.empty()
        : Optional.of(
            switch (main) {
              case MSE -> "MAE";
              case MAE -> "MSE";
              default -> "MSE / MAE";
            });
  }

  /** The errors of a cell, as {@link #errors} names them. */
  String errors(Cell cell) {
    String mse = error(cell, Metric.MSE);
    String mae = error(cell, Metric.MAE);
    return switch (main) {
      case MSE -> mae;
      case MAE -> mse;
      default -> mse + " / " + mae;
    };
  }

  private static String error(Cell cell, Metric metric) {
    return cell.has(metric) ? String.format(Locale.ROOT, "%.4g", cell.of(metric).mean()) : "–";
  }

  /** Median and 99th percentile of the latency in microseconds. */
  public static String latency(Cell cell) {
    return String.format(
        Locale.ROOT,
        "%.1f / %.1f",
        cell.of(Metric.LATENCY_P50_US).mean(),
        cell.of(Metric.LATENCY_P99_US).mean());
  }

  /** Size of the model in thousands of bytes. */
  public static String kilobytes(Cell cell) {
    return String.format(Locale.ROOT, "%.1f", cell.of(Metric.MODEL_BYTES).mean() / 1000);
  }

  /** The table for a terminal. */
  String toText() {
    return block(main.title(), this::figure)
        + "\n"
        + errors().map(title -> block(title, this::errors) + "\n").orElse("")
        + block("latency p50 / p99, µs", PaperTable::latency)
        + "\n"
        + block("model, kB", PaperTable::kilobytes);
  }

  private String block(String title, Function<Cell, String> text) {
    StringBuilder out = new StringBuilder();
    int names = rows.stream().mapToInt(row -> row.name().length() + 1).reduce(WIDTH, Math::max);
    int width =
        rows.stream()
            .flatMap(row -> row.cells().values().stream())
            .mapToInt(cell -> text.apply(cell).length() + 1)
            .reduce(WIDTH, Math::max);
    out.append(String.format(Locale.ROOT, "%-" + (names + SHARES) + "s", title));
    for (Precision precision : precisions) {
      out.append(right(width, precision.label().toUpperCase(Locale.ROOT)));
    }
    out.append('\n');
    String above = "";
    for (Row row : rows) {
      String name = row.name().equals(above) ? "" : row.name();
      above = row.name();
      out.append(
          String.format(Locale.ROOT, "%-" + names + "s%7s%%", name, percent(row.sparsity())));
      for (Precision precision : precisions) {
        out.append(right(width, row.cell(precision).map(text).orElse("–")));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String right(int width, String text) {
    return String.format(Locale.ROOT, "%" + width + "s", text);
  }

  /** A fraction as a percentage without superfluous digits: 0.83 as 83, 0.995 as 99.5. */
  static String percent(double fraction) {
    String text = String.format(Locale.ROOT, "%.2f", 100 * fraction);
    return text.replaceAll("\\.?0+$", "").replaceAll("^$", "0");
  }
}
