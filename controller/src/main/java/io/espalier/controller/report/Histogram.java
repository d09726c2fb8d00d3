package io.espalier.controller.report;

import java.util.List;

/**
 * How many things lie in each of equal ranges.
 *
 * @param title what it shows
 * @param axis what the ranges are of
 * @param unit of the vertical axis
 * @param lowest lower end of the first range
 * @param highest upper end of the last range
 * @param counts one a range
 */
record Histogram(
    String title, String axis, String unit, double lowest, double highest, List<Integer> counts)
    implements Figure {
  private static final int COLOUR = 3;

  /** From here on numbers leave no room beside the axis. */
  private static final int MANY = 10_000;

  Histogram {
    counts = List.copyOf(counts);
  }

  @Override
  public List<Key> legend() {
    return List.of();
  }

  @Override
  public String toSvg() {
    int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
    boolean thousands = most >= MANY;
    Scale up = Scale.fromZero(thousands ? most / 1000.0 : most, Svg.BOTTOM, Svg.TOP);
    double end = highest > lowest ? highest : lowest + 1;
    Scale across = new Scale(lowest, end, false, Svg.LEFT, Svg.RIGHT);
    Svg svg = new Svg(title);
    svg.verticalAxis(up, thousands ? "thousand " + unit : unit);
    svg.horizontalAxis(across, axis);
    double width = (Svg.RIGHT - Svg.LEFT) / (double) counts.size();
    for (int i = 0; i < counts.size(); i++) {
      double top = up.position(thousands ? counts.get(i) / 1000.0 : counts.get(i));
      svg.open("bar s" + COLOUR, label(i, end));
      svg.rectangle(Svg.LEFT + i * width + 0.5, top, width - 1, Svg.BOTTOM - top);
      svg.close();
    }
    return svg.toString();
  }

  private String label(int range, double end) {
    double step = (end - lowest) / counts.size();
    return "%s to %s: %s"
        .formatted(
            Scale.label(lowest + range * step),
            Scale.label(lowest + (range + 1) * step),
            Numbers.count(counts.get(range)));
  }
}
