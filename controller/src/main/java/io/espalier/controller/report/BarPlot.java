package io.espalier.controller.report;

import java.util.List;

/**
 * Groups of bars from zero.
 *
 * @param title what it shows
 * @param unit of the vertical axis, with what it measures
 * @param legend what the bars of each group are, in order
 * @param groups of as many bars as the legend has keys
 */
record BarPlot(String title, String unit, List<Key> legend, List<Group> groups) implements Figure {
  private static final double GAP = 0.3;

  /**
   * Bars side by side.
   *
   * @param name written below
   * @param values their heights
   */
  record Group(String name, List<Double> values) {}

  @Override
  public String toSvg() {
    double max =
        groups.stream()
            .flatMap(group -> group.values().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    Scale up = Scale.fromZero(max, Svg.BOTTOM, Svg.TOP);
    Svg svg = new Svg(title);
    svg.verticalAxis(up, unit);
    double step = (Svg.RIGHT - Svg.LEFT) / (double) groups.size();
    double width = step * (1 - GAP) / legend.size();
    for (int g = 0; g < groups.size(); g++) {
      double left = Svg.LEFT + step * (g + GAP / 2);
      draw(svg, groups.get(g), left, width, up);
      svg.text(left + step * (1 - GAP) / 2, Svg.BOTTOM + 18, "middle", groups.get(g).name());
    }
    svg.baseline("");
    return svg.toString();
  }

  private void draw(Svg svg, Group group, double left, double width, Scale up) {
    for (int b = 0; b < legend.size(); b++) {
      double value = group.values().get(b);
      double top = up.position(value);
      double x = left + b * width;
      Key key = legend.get(b);
      svg.open(
          "bar s" + key.colour(),
          "%s, %s: %s".formatted(group.name(), key.name(), Scale.label(value)));
      svg.rectangle(x + 1, top, width - 2, Svg.BOTTOM - top);
      svg.close();
      svg.text(x + width / 2, top - 4, "middle", rounded(value));
    }
  }

  private static String rounded(double value) {
    return Scale.label(value >= 100 ? Math.rint(value) : Math.rint(value * 10) / 10);
  }
}
