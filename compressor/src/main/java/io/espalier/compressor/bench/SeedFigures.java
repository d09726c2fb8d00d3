package io.espalier.compressor.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/** Values from several seeds, shown by their mean and standard deviation. */
final class SeedFigures {
  private final String unit;
  private final Consumer<String> progress;
  private final Map<String, List<Double>> values = new LinkedHashMap<>();
  private final Map<String, Figure.Goal> goals = new LinkedHashMap<>();

  /**
   * No values yet, all to be in that unit.
   *
   * @param progress is told each value, so that a run that is cut short was not for nothing
   */
  SeedFigures(String unit, Consumer<String> progress) {
    this.unit = unit;
    this.progress = progress;
  }

  /** What the mean of a figure should not exceed. */
  void atMost(String name, double limit) {
    goals.put(name, new Figure.Goal(Figure.Bound.AT_MOST, limit));
  }

  /** What the mean of a figure should at least be. */
  void atLeast(String name, double limit) {
    goals.put(name, new Figure.Goal(Figure.Bound.AT_LEAST, limit));
  }

  /** Adds the value of one more seed. */
  void add(String name, double value) {
    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    progress.accept("%s: %.2f %s".formatted(name, value, unit));
  }

  /** The mean of each figure, in the order of their first values, and after it the deviation. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    values.forEach(
        (name, all) -> {
          Figure mean = Figure.of(name, mean(all), unit);
          figures.add(held(mean));
          if (all.size() > 1) {
            figures.add(Figure.of(name + "/sd", deviation(all), unit));
          }
        });
    return figures;
  }

  private Figure held(Figure figure) {
    Figure.Goal goal = goals.get(figure.name());
    if (goal == null) {
      return figure;
    }
    return goal.bound() == Figure.Bound.AT_MOST
        ? figure.atMost(goal.limit())
        : figure.atLeast(goal.limit());
  }

  private static double mean(List<Double> values) {
    return stream(values).average().orElseThrow();
  }

  /** Between seeds, with n − 1. */
  private static double deviation(List<Double> values) {
    double mean = mean(values);
    double squares = stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }

  private static DoubleStream stream(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue);
  }
}
