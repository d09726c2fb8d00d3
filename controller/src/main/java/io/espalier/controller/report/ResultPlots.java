package io.espalier.controller.report;

import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.MethodContrast;
import io.espalier.controller.experiment.ParetoFront;
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
      List.of(Marker.CIRCLE, Marker.SQUARE, Marker.TRIANGLE, Marker.DIAMOND);
  private static final int BASELINE_COLOUR = 0;
  private static final int FIRST_COLOUR = 1;
  private static final int FIRST_OF_PRECISIONS = 2;

  private static final Figure.Key FRONT = new Figure.Key("Pareto front", 0, Marker.RING);

  private final Summary summary;
  private final MainMetric main;
  private final ResultWords words;

  private ResultPlots(Summary summary, ResultWords words) {
    this.summary = summary;
    this.main = summary.main();
    this.words = words;
  }

  static List<Figure> of(Summary summary, List<MethodContrast> contrasts) {
    if (summary.cells().isEmpty()) {
      return List.of();
    }
    return new ResultPlots(summary, new ResultWords(summary, contrasts)).all();
  }

  private List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    figures.add(againstSparsity());
    figures.add(
        against(
            "bytes",
            new ScatterPlot.Axis("bytes on the wire, kB (logarithmic)", true),
            Metric.WIRE_BYTES,
            1000));
    figures.add(
        against(
            "latency",
            new ScatterPlot.Axis("median latency of one inference, µs (logarithmic)", true),
            Metric.LATENCY_P50_US,
            1));
    figures.add(
        against(
            "memory",
            new ScatterPlot.Axis("resident memory of the node's process, MB", false),
            Metric.RSS_BYTES,
            1e6));
    figures.add(
        bars(
            "Bytes per precision",
            "file",
            "kB, median of all networks",
            1000,
            List.of(Metric.MODEL_BYTES, Metric.WIRE_BYTES),
            List.of("file", "on the wire")));
    figures.add(
        bars(
            "Latency per precision",
            "latency",
            "µs for one inference, median of all networks",
            1,
            List.of(Metric.LATENCY_P50_US, Metric.LATENCY_P90_US, Metric.LATENCY_P99_US),
            List.of("p50", "p90", "p99")));
    return figures;
  }

  private Figure againstSparsity() {
    Precision precision = summary.cells().get(0).precision();
    List<Cell> cells =
        summary.cells().stream()
            .filter(cell -> cell.precision() == precision && cell.has(main.metric()))
            .toList();
    List<ScatterPlot.Series> series = new ArrayList<>();
    List<ScatterPlot.Level> levels = new ArrayList<>();
    for (String method : cells.stream().map(Cell::method).distinct().toList()) {
      List<Cell> own = cells.stream().filter(cell -> cell.method().equals(method)).toList();
      if (method.equals(Trial.DENSE)) {
        Figure.Key key = new Figure.Key("baseline", BASELINE_COLOUR, Marker.DASH);
        levels.add(new ScatterPlot.Level(key, main.shown(own.get(0).of(main.metric()).mean())));
      } else {
        Figure.Key key = new Figure.Key(method, colour(series.size()), marker(1 + series.size()));
        List<ScatterPlot.Point> points =
            own.stream().map(cell -> point(cell, 100 * cell.sparsity())).toList();
        series.add(new ScatterPlot.Series(key, true, points));
      }
    }
    return new ScatterPlot(
            capital() + " against sparsity, " + upper(precision),
            new ScatterPlot.Axis("links removed, %", false),
            new ScatterPlot.Axis(main.title(), false),
            series,
            levels)
        .concluding(words.atMostPruned(precision));
  }

  private Figure against(String what, ScatterPlot.Axis axis, Metric metric, double unit) {
    List<ScatterPlot.Series> series = new ArrayList<>();
    for (int i = 0; i < PRECISIONS.size(); i++) {
      Precision precision = PRECISIONS.get(i);
      List<ScatterPlot.Point> points =
          summary.cells().stream()
              .filter(cell -> cell.precision() == precision && cell.has(main.metric()))
              .map(cell -> point(cell, cell.of(metric).mean() / unit))
              .toList();
      if (!points.isEmpty()) {
        Figure.Key key =
            new Figure.Key(upper(precision), colour(FIRST_OF_PRECISIONS + i), marker(i));
        series.add(new ScatterPlot.Series(key, false, points));
      }
    }
    List<ScatterPlot.Point> front =
        ParetoFront.of(summary, List.of(metric)).cells().stream()
            .map(cell -> point(cell, cell.of(metric).mean() / unit).withoutSpread())
            .toList();
    series.add(new ScatterPlot.Series(FRONT, false, front));
    return new ScatterPlot(
            capital() + " against " + what,
            axis,
            new ScatterPlot.Axis(main.title(), false),
            series,
            List.of())
        .concluding(words.leastCost(metric));
  }

  private Figure bars(
      String title,
      String what,
      String label,
      double unit,
      List<Metric> metrics,
      List<String> names) {
    List<Figure.Key> legend = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      legend.add(new Figure.Key(names.get(i), colour(FIRST_OF_PRECISIONS + i), Marker.SQUARE));
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
    return new BarPlot(title, label, legend, groups).concluding(ResultWords.shares(what, groups));
  }

  /** The median, since one disturbed trial must not stand for all of a precision. */
  private static double median(List<Cell> cells, Metric metric) {
    double[] means = cells.stream().mapToDouble(cell -> cell.of(metric).mean()).sorted().toArray();
    int middle = means.length / 2;
    return means.length % 2 == 1 ? means[middle] : (means[middle - 1] + means[middle]) / 2;
  }

  private ScatterPlot.Point point(Cell cell, double x) {
    Summary.Statistic figure = cell.of(main.metric());
    Double sd = figure.sd();
    return new ScatterPlot.Point(
        x,
        main.shown(figure.mean()),
        sd == null ? 0 : main.shown(sd),
        "%s %s%% %s: %s, %s kB, p50 / p99 %s µs"
            .formatted(
                cell.method(),
                PaperTable.percent(cell.sparsity()),
                cell.precision().label(),
                main == MainMetric.ACCURACY
                    ? main.text(cell) + " %"
                    : main.label() + " " + main.text(cell),
                PaperTable.kilobytes(cell),
                PaperTable.latency(cell)));
  }

  /** As a title begins. */
  private String capital() {
    return main.label().substring(0, 1).toUpperCase(Locale.ROOT) + main.label().substring(1);
  }

  private static int colour(int number) {
    return FIRST_COLOUR + number % Figure.COLOURS;
  }

  private static Marker marker(int number) {
    return MARKERS.get(number % MARKERS.size());
  }

  private static String upper(Precision precision) {
    return precision.label().toUpperCase(Locale.ROOT);
  }
}
