package io.espalier.controller.report;

import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Trial;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The plots of a report: what pruning costs, and what quantisation saves. */
final class ResultPlots {
  private static final List<Precision> PRECISIONS = List.of(Precision.values());
  private static final int FIRST_PRECISION_COLOUR = 3;

  private ResultPlots() {}

  static List<Plot> of(Summary summary) {
    if (summary.cells().isEmpty()) {
      return List.of();
    }
    List<Plot> plots = new ArrayList<>();
    plots.add(accuracyAgainstSparsity(summary));
    plots.add(
        against(
            summary,
            "Accuracy against bytes on the wire",
            new Plot.Axis("bytes on the wire, kB (logarithmic)", true),
            Metric.WIRE_BYTES,
            1000));
    plots.add(
        against(
            summary,
            "Accuracy against latency",
            new Plot.Axis("median latency of one inference, µs (logarithmic)", true),
            Metric.LATENCY_P50_US,
            1));
    return plots;
  }

  private static Plot accuracyAgainstSparsity(Summary summary) {
    Precision precision = summary.cells().get(0).precision();
    List<Plot.Series> series = new ArrayList<>();
    List<String> methods = methods(summary);
    for (String method : methods) {
      List<Plot.Point> points =
          summary.cells().stream()
              .filter(cell -> cell.precision() == precision)
              .filter(cell -> cell.method().equals(method))
              .map(cell -> point(cell, 100 * cell.sparsity()))
              .toList();
      series.add(
          new Plot.Series(
              method, methods.indexOf(method), marker(methods.indexOf(method)), true, points));
    }
    return new Plot(
        "Accuracy against sparsity, " + precision.label().toUpperCase(Locale.ROOT),
        new Plot.Axis("links removed, %", false),
        new Plot.Axis("accuracy, %", false),
        series);
  }

  private static Plot against(
      Summary summary, String title, Plot.Axis axis, Metric metric, double unit) {
    List<Plot.Series> series = new ArrayList<>();
    for (int i = 0; i < PRECISIONS.size(); i++) {
      Precision precision = PRECISIONS.get(i);
      List<Plot.Point> points =
          summary.cells().stream()
              .filter(cell -> cell.precision() == precision)
              .map(cell -> point(cell, cell.of(metric).mean() / unit))
              .toList();
      if (!points.isEmpty()) {
        series.add(
            new Plot.Series(
                precision.label().toUpperCase(Locale.ROOT),
                FIRST_PRECISION_COLOUR + i,
                marker(i),
                false,
                points));
      }
    }
    return new Plot(title, axis, new Plot.Axis("accuracy, %", false), series);
  }

  private static Plot.Point point(Cell cell, double x) {
    Summary.Statistic accuracy = cell.of(Metric.ACCURACY);
    Double sd = accuracy.sd();
    return new Plot.Point(
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

  /** The baseline first, so that it has the colour kept for it. */
  private static List<String> methods(Summary summary) {
    List<String> methods = new ArrayList<>(List.of(Trial.DENSE));
    summary.cells().stream()
        .map(Cell::method)
        .distinct()
        .filter(method -> !method.equals(Trial.DENSE))
        .forEach(methods::add);
    return methods;
  }

  private static Plot.Marker marker(int number) {
    Plot.Marker[] markers = Plot.Marker.values();
    return markers[number % markers.length];
  }
}
