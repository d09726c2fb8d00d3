package io.espalier.controller.report;

import io.espalier.controller.comparison.Difference;
import io.espalier.controller.comparison.Evidence;
import io.espalier.controller.comparison.Pair;
import io.espalier.controller.comparison.Variant;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.report.Figure.Marker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The plots of a comparison: what changed with its interval, and where both stand. */
final class ComparisonPlots {
  private static final List<Marker> MARKERS =
      List.of(Marker.CIRCLE, Marker.SQUARE, Marker.TRIANGLE);
  private static final Figure.Key NO_CHANGE = new Figure.Key("no difference", 0, Marker.DASH);

  private ComparisonPlots() {}

  static List<Figure> of(ComparisonWords words) {
    List<Figure> figures = new ArrayList<>();
    for (String precision :
        grouped(words.comparison().pairs(), ComparisonPlots::precision).keySet()) {
      changes(words, precision).ifPresent(figures::add);
    }
    for (Metric cost : List.of(Metric.WIRE_BYTES, Metric.LATENCY_P50_US)) {
      figures.add(both(words, cost));
    }
    return figures;
  }

  /** What changed, a series for each method. */
  private static Optional<Figure> changes(ComparisonWords words, String precision) {
    Metric metric = words.main();
    MetricWords of = MetricWords.of(metric);
    List<Pair> pairs =
        words.comparison().pairs().stream()
            .filter(pair -> precision(pair).equals(precision) && pair.of(metric).isPresent())
            .toList();
    List<ScatterPlot.Series> series = new ArrayList<>();
    grouped(pairs, ComparisonPlots::method)
        .forEach(
            (method, members) ->
                series.add(
                    new ScatterPlot.Series(
                        key(method, series.size()),
                        false,
                        members.stream().map(pair -> change(words, pair, metric)).toList())));
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ScatterPlot(
                "Change in %s, %s".formatted(of.name(), precision),
                new ScatterPlot.Axis("links removed, %", false),
                new ScatterPlot.Axis(of.title() + ", 95% interval", false),
                series,
                List.of(new ScatterPlot.Level(NO_CHANGE, 0))));
  }

  private static ScatterPlot.Point change(ComparisonWords words, Pair pair, Metric metric) {
    MetricWords of = MetricWords.of(metric);
    Difference difference = pair.of(metric).orElseThrow();
    Evidence evidence = difference.evidence();
    double half = evidence == null ? 0 : (evidence.high() - evidence.low()) / 2;
    return new ScatterPlot.Point(
        100 * Math.max(pair.first().sparsity(), pair.second().sparsity()),
        of.times() * difference.change(),
        of.times() * half,
        words.sentence(pair));
  }

  /** Where the variants of both stand, against a cost. */
  private static Figure both(ComparisonWords words, Metric cost) {
    Metric metric = words.main();
    MetricWords up = MetricWords.of(metric);
    MetricWords across = MetricWords.of(cost);
    List<Pair> pairs =
        words.comparison().pairs().stream()
            .filter(pair -> pair.of(metric).isPresent() && pair.of(cost).isPresent())
            .toList();
    return new ScatterPlot(
        "%s against %s".formatted(Numbers.capital(up.name()), across.name()),
        new ScatterPlot.Axis(across.title() + " (logarithmic)", true),
        new ScatterPlot.Axis(up.title(), false),
        List.of(
            side(pairs, key(words.first(), 0), Pair::first, Difference::first, metric, cost),
            side(pairs, key(words.second(), 1), Pair::second, Difference::second, metric, cost)),
        List.of());
  }

  private static ScatterPlot.Series side(
      List<Pair> pairs,
      Figure.Key key,
      Function<Pair, Variant> variant,
      Function<Difference, Double> mean,
      Metric metric,
      Metric cost) {
    return new ScatterPlot.Series(
        key,
        false,
        pairs.stream()
            .map(
                pair ->
                    new ScatterPlot.Point(
                        MetricWords.of(cost).times() * mean.apply(pair.of(cost).orElseThrow()),
                        MetricWords.of(metric).times() * mean.apply(pair.of(metric).orElseThrow()),
                        0,
                        key.name() + ": " + variant.apply(pair).label()))
            .toList());
  }

  private static Map<String, List<Pair>> grouped(List<Pair> pairs, Function<Pair, String> by) {
    Map<String, List<Pair>> groups = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      groups.computeIfAbsent(by.apply(pair), name -> new ArrayList<>()).add(pair);
    }
    return groups;
  }

  private static String method(Pair pair) {
    return either(pair.first().method(), pair.second().method());
  }

  private static String precision(Pair pair) {
    return either(pair.first().precision().label(), pair.second().precision().label());
  }

  private static String either(String first, String second) {
    return first.equals(second) ? first : String.join(" → ", List.of(first, second));
  }

  private static Figure.Key key(String name, int number) {
    return new Figure.Key(name, 1 + number % Figure.COLOURS, MARKERS.get(number % MARKERS.size()));
  }
}
