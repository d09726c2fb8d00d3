package io.espalier.controller.store;

import java.util.Map;
import java.util.SortedMap;
import java.util.StringTokenizer;
import java.util.TreeMap;

/** Figures by metric, and how they are kept: {@code cpu_percent=6,73.5,9.0,18.25;…}. */
final class Figures {
  private final SortedMap<String, Figure> byMetric = new TreeMap<>();

  /**
   * Figures as they were kept.
   *
   * @throws IllegalArgumentException if they are kept otherwise
   */
  static Figures parse(String text) {
    Figures figures = new Figures();
    StringTokenizer all = new StringTokenizer(text, ";");
    while (all.hasMoreTokens()) {
      String one = all.nextToken();
      StringTokenizer parts = new StringTokenizer(one, "=,");
      if (parts.countTokens() != 5) {
        throw new IllegalArgumentException(
            "figures: expected metric=count,sum,min,max, found '" + one + "'");
      }
      figures.add(
          parts.nextToken(),
          new Figure(
              Long.parseLong(parts.nextToken()),
              Double.parseDouble(parts.nextToken()),
              Double.parseDouble(parts.nextToken()),
              Double.parseDouble(parts.nextToken())));
    }
    return figures;
  }

  void add(String metric, Figure figure) {
    byMetric.merge(metric, figure, Figure::plus);
  }

  void addAll(Figures others) {
    others.byMetric.forEach(this::add);
  }

  Map<String, Figure> byMetric() {
    return byMetric;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    byMetric.forEach(
        (metric, figure) ->
            text.append(text.isEmpty() ? "" : ";")
                .append(metric)
                .append('=')
                .append(figure.count())
                .append(',')
                .append(figure.sum())
                .append(',')
                .append(figure.min())
                .append(',')
                .append(figure.max()));
    return text.toString();
  }
}
