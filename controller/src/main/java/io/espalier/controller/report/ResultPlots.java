package io.espalier.controller.report;

import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.report.Figure.Marker;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The plots of a report: what pruning costs, and what quantisation saves. */
final class ResultPlots {
  private static final List<Precision> PRECISIONS = List.of(Precision.values());
  private static final List<Marker> MARKERS =
      List.of(Marker.CIRCLE, Marker.SQUARE, Marker.TRIANGLE);
  private static final int BASELINE_COLOUR = 0;
  private static final int FIRST_METHOD_COLOUR = 1;
  private static final int FIRST_PRECISION_COLOUR = 3;
  private static final int COLOURS = 6;

  private ResultPlots() {}

  static List<Figure> of(Summary summary) {
    if (summary.cells().isEmpty()) {
      return List.of();
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(accuracyAgainstSparsity(summary));
    figures.add(
        accuracyAgainst(
            summary, "bytes", "bytes on the wire, kB (logarithmic)", Metric.WIRE_BYTES, 1000));
    figures.add(
        accuracyAgainst(
            summary,
            "latency",
            "median latency of one inference, µs (logarithmic)",
            Metric.LATENCY_P50_US,
            1));
    figures.add(
        bars(
            summary,
            "Bytes per precision",
            "kB, median of all networks",
            1000,
            List.of(Metric.MODEL_BYTES, Metric.WIRE_BYTES),
            List.of("file", "on the wire")));
    figures.add(
        bars(
            summary,
            "Latency per precision",
            "µs for one inference, median of all networks",
            1,
            List.of(Metric.LATENCY_P50_US, Metric.LATENCY_P90_US, Metric.LATENCY_P99_US),
            List.of("p50", "p90", "p99")));
    return figures;
  }

  private static Figure accuracyAgainstSparsity(Summary summary) {
    Precision precision = summary.cells().get(0).precision();
    List<Cell> cells =
        summary.cells().stream().filter(cell -> cell.precision() == precision).toList();
    List<ScatterPlot.Series> series = new ArrayList<>();
    List<ScatterPlot.Level> levels = new ArrayList<>();
    for (String method : cells.stream().map(Cell::method).distinct().toList()) {
      List<Cell> own = cells.stream().filter(cell -> cell.method().equals(method)).toList();
      if (method.equals(Trial.DENSE)) {
        Figure.Key key = new Figure.Key("baseline", BASELINE_COLOUR, Marker.DASH);
        levels.add(new ScatterPlot.Level(key, 100 * own.get(0).of(Metric.ACCURACY).mean()));
      } else {
        Figure.Key key =
            new Figure.Key(method, methodColour(series.size()), marker(1 + series.size()));
        List<ScatterPlot.Point> points =
            own.stream().map(cell -> point(cell, 100 * cell.sparsity())).toList();
        series.add(new ScatterPlot.Series(key, true, points));
      }
    }
    return new ScatterPlot(
        "Accuracy against sparsity, " + upper(precision),
        new ScatterPlot.Axis("links removed, %", false),
        new ScatterPlot.Axis("accuracy, %", false),
        series,
        levels);
  }

  private static Figure accuracyAgainst(
      Summary summary, String what, String axis, Metric metric, double unit) {
    List<ScatterPlot.Series> series = new ArrayList<>();
    for (int i = 0; i < PRECISIONS.size(); i++) {
      Precision precision = PRECISIONS.get(i);
      List<ScatterPlot.Point> points =
          summary.cells().stream()
              .filter(cell -> cell.precision() == precision)
              .map(cell -> point(cell, cell.of(metric).mean() / unit))
              .toList();
      if (!points.isEmpty()) {
        Figure.Key key = new Figure.Key(upper(precision), FIRST_PRECISION_COLOUR + i, marker(i));
        series.add(new ScatterPlot.Series(key, false, points));
      }
    }
    return new ScatterPlot(
        "Accuracy against " + what,
        new ScatterPlot.Axis(axis, true),
        new ScatterPlot.Axis("accuracy, %", false),
        series,
        List.of());
  }

  private static Figure bars(
      Summary summary,
      String title,
      String label,
      double unit,
      List<Metric> metrics,
      List<String> names) {
    List<Figure.Key> legend = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      legend.add(new Figure.Key(names.get(i), FIRST_PRECISION_COLOUR + i, Marker.SQUARE));
    }
    List<BarPlot.Group> groups = new ArrayList<>();
    for (Precision precision : PRECISIONS) {
      List<Cell> cells =
          summary.cells().stream().filter(cell -> cell.precision() == precision).toList();
      if (!cells.isEmpty()) {
        List<Double> values = metrics.stream().map(metric -> median(cells, metric) / unit).toList();
        groups.add(new BarPlot.Group(upper(precision), values));
      }
    }
    return new BarPlot(title, label, legend, groups);
  }

  /** The median, since one disturbed trial must not stand for all of a precision. */
  private static double median(List<Cell> cells, Metric metric) {
    double[] means = cells.stream().mapToDouble(cell -> cell.of(metric).mean()).sorted().toArray();
    int middle = means.length / 2;
    return means.length % 2 == 1 ? means[middle] : (means[middle - 1] + means[middle]) / 2;
  }

  private static ScatterPlot.Point point(Cell cell, double x) {
    Summary.Statistic accuracy = cell.of(Metric.ACCURACY);
    Double sd = accuracy.sd();
    return new ScatterPlot.Point(
        x,
        100 * accuracy.mean(),
        sd == null ? 0 : 100 * sd,
        "%s %s%% %s: %s %%, %s kB, p50 / p99 %s µs"
            .formatted(
                cell.method(),
                PaperTable.percent(cell.sparsity()),
                cell.precision().label(),
                PaperTable.accuracy(cell),
                PaperTable.kilobytes(cell),
                PaperTable.latency(cell)));
  }

  private static int methodColour(int number) {
    return FIRST_METHOD_COLOUR + number % (COLOURS - FIRST_METHOD_COLOUR);
  }

  private static Marker marker(int number) {
    return MARKERS.get(number % MARKERS.size());
  }

  private static String upper(Precision precision) {
    return precision.label().toUpperCase(Locale.ROOT);
  }
}
