package io.espalier.controller.report;

import io.espalier.compressor.report.CompressionReport;
import io.espalier.compressor.report.LayerReport;
import io.espalier.compressor.report.ParetoPoint;
import io.espalier.compressor.report.SensitivityCurve;
import io.espalier.controller.report.Figure.Marker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The plots of a compression: scores, sensitivity, and what else could have been chosen. */
final class CompressionPlots {
  /** More curves than this nobody can tell apart. */
  private static final int MOST_CURVES = 10;

  private static final List<Marker> MARKERS =
      List.of(Marker.CIRCLE, Marker.SQUARE, Marker.TRIANGLE);
  private static final Figure.Key TRIED = new Figure.Key("tried", 0, Marker.CIRCLE);
  private static final Figure.Key FRONT =
      new Figure.Key("none smaller and better", 3, Marker.SQUARE);
  private static final Figure.Key CHOSEN = new Figure.Key("written", 2, Marker.RING);

  private CompressionPlots() {}

  /** A histogram for each layer that has scores other than zero. */
  static List<Figure> scores(CompressionReport report) {
    return report.layers().stream()
        .filter(layer -> !layer.scores().counts().isEmpty())
        .map(CompressionPlots::histogram)
        .toList();
  }

  private static Figure histogram(LayerReport layer) {
    return new Histogram(
        layer.name() + ", " + Numbers.share(layer.sparsity()) + " pruned",
        "log₁₀ of the score",
        "links",
        layer.scores().lowestLog(),
        layer.scores().highestLog(),
        layer.scores().counts());
  }

  /** What pruning each layer alone does, for the layers that take it worst. */
  static Optional<Figure> sensitivity(CompressionReport report) {
    List<SensitivityCurve> worst =
        report.sensitivity().stream()
            .filter(curve -> !curve.points().isEmpty())
            .sorted(Comparator.comparingDouble(CompressionPlots::largestLoss).reversed())
            .limit(MOST_CURVES)
            .toList();
    if (worst.isEmpty()) {
      return Optional.empty();
    }
    List<ScatterPlot.Series> series = new ArrayList<>();
    for (SensitivityCurve curve : worst) {
      Figure.Key key = key(curve.layer(), series.size());
      series.add(new ScatterPlot.Series(key, true, points(curve, report)));
    }
    String title =
        worst.size() < report.sensitivity().size()
            ? "Sensitivity of the %d layers that lose most, of %d"
                .formatted(worst.size(), report.sensitivity().size())
            : "Sensitivity of each layer";
    return Optional.of(
        new ScatterPlot(
            title,
            new ScatterPlot.Axis("links of that layer alone pruned, %", false),
            new ScatterPlot.Axis(lossAxis(report), false),
            series,
            List.of()));
  }

  private static List<ScatterPlot.Point> points(SensitivityCurve curve, CompressionReport report) {
    return curve.points().stream()
        .filter(point -> Double.isFinite(point.loss()))
        .map(
            point ->
                new ScatterPlot.Point(
                    100 * point.sparsity(),
                    lossShown(point.loss(), report),
                    0,
                    "%s, %s pruned: %s"
                        .formatted(
                            curve.layer(),
                            Numbers.share(point.sparsity()),
                            Numbers.short3(lossShown(point.loss(), report)))))
        .toList();
  }

  /** Loss against bytes and against time, if more than one way was tried. */
  static List<Figure> pareto(CompressionReport report) {
    if (report.pareto().size() < 2) {
      return List.of();
    }
    return List.of(
        pareto(report, "bytes on the wire, kB (logarithmic)", point -> point.wireBytes() / 1000.0),
        pareto(report, "one inference, µs (logarithmic)", ParetoPoint::micros));
  }

  private static Figure pareto(
      CompressionReport report, String axis, ToDoubleFunction<ParetoPoint> cost) {
    List<ScatterPlot.Point> tried = new ArrayList<>();
    List<ScatterPlot.Point> front = new ArrayList<>();
    List<ScatterPlot.Point> chosen = new ArrayList<>();
    List<ParetoPoint> byCost =
        report.pareto().stream()
            .filter(point -> Double.isFinite(point.loss()) && cost.applyAsDouble(point) > 0)
            .sorted(Comparator.comparingDouble(cost).thenComparing(ParetoPoint::loss))
            .toList();
    double best = Double.POSITIVE_INFINITY;
    for (ParetoPoint point : byCost) {
      ScatterPlot.Point drawn = point(point, cost.applyAsDouble(point), report);
      if (point.loss() < best) {
        best = point.loss();
        front.add(drawn);
      } else if (!point.chosen()) {
        tried.add(drawn);
      }
      if (point.chosen()) {
        chosen.add(drawn);
      }
    }
    return new ScatterPlot(
        axis.contains("wire") ? "Loss against bytes" : "Loss against time",
        new ScatterPlot.Axis(axis, true),
        new ScatterPlot.Axis(lossAxis(report), false),
        List.of(
            new ScatterPlot.Series(TRIED, false, tried),
            new ScatterPlot.Series(FRONT, true, front),
            new ScatterPlot.Series(CHOSEN, false, chosen)),
        List.of());
  }

  private static ScatterPlot.Point point(ParetoPoint point, double x, CompressionReport report) {
    double loss = lossShown(point.loss(), report);
    return new ScatterPlot.Point(
        x,
        loss,
        0,
        "%s: %s, %s bytes on the wire, %s µs"
            .formatted(
                point.label(),
                Numbers.short3(loss),
                Numbers.count(point.wireBytes()),
                Numbers.tenths(point.micros())));
  }

  private static Figure.Key key(String name, int number) {
    return new Figure.Key(name, 1 + number % Figure.COLOURS, MARKERS.get(number % MARKERS.size()));
  }

  private static double largestLoss(SensitivityCurve curve) {
    return curve.points().stream().mapToDouble(SensitivityCurve.Point::loss).max().orElse(0);
  }

  private static double lossShown(double loss, CompressionReport report) {
    return report.labelled() ? 100 * loss : loss;
  }

  private static String lossAxis(CompressionReport report) {
    return report.labelled() ? "accuracy lost, points" : "relative squared error of the outputs";
  }
}
