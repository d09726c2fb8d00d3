package io.espalier.controller.store;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    for (String one : text.isEmpty() ? new String[0] : text.split(";", -1)) {
      String[] parts = one.split("[=,]", -1);
      if (parts.length != 5) {
        throw new IllegalArgumentException(
            "figures: expected metric=count,sum,min,max, found '" + one + "'");
      }
      figures.add(
          parts[0],
          new Figure(
              Long.parseLong(parts[1]),
              Double.parseDouble(parts[2]),
              Double.parseDouble(parts[3]),
              Double.parseDouble(parts[4])));
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
    return byMetric.entrySet().stream()
        .map(
            one -> {
              Figure figure = one.getValue();
              return one.getKey()
                  + "="
                  + figure.count()
                  + ","
                  + figure.sum()
                  + ","
                  + figure.min()
                  + ","
                  + figure.max();
            })
        .collect(Collectors.joining(";"));
  }
}
