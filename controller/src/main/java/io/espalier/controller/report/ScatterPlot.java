package io.espalier.controller.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Points against two axes.
 *
 * @param title what it shows
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series what is drawn
 * @param levels values of y to compare with, each a dashed line
 */
record ScatterPlot(String title, Axis x, Axis y, List<Series> series, List<Level> levels)
    implements Figure {
  /**
   * An axis.
   *
   * @param label what it shows, with its unit
   * @param logarithmic whether equal steps are equal factors
   */
  record Axis(String label, boolean logarithmic) {}

  /**
   * Points that belong together.
   *
   * @param key for the legend
   * @param joined whether a line joins them
   */
  record Series(Key key, boolean joined, List<Point> points) {}

  /**
   * A point.
   *
   * @param spread half the length of its error bar; 0 for none
   * @param label what hovering over it tells
   */
  record Point(double x, double y, double spread, String label) {
    /** The same without its error bar. */
    Point withoutSpread() {
      return new Point(x, y, 0, label);
    }
  }

  /** A value of y to compare with. */
  record Level(Key key, double y) {}

  @Override
  public List<Key> legend() {
    return Stream.concat(levels.stream().map(Level::key), series.stream().map(Series::key))
        .toList();
  }

  @Override
  public String toSvg() {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    for (Series one : series) {
      for (Point point : one.points()) {
        xs.add(point.x());
        ys.add(point.y() - point.spread());
        ys.add(point.y() + point.spread());
      }
    }
    levels.forEach(level -> ys.add(level.y()));
    Scale across = Scale.around(xs, x.logarithmic(), Svg.LEFT, Svg.RIGHT);
    Scale up = Scale.around(ys, y.logarithmic(), Svg.BOTTOM, Svg.TOP);
    Svg svg = new Svg(title);
    svg.horizontalAxis(across, x.label());
    svg.verticalAxis(up, y.label());
    for (Level level : levels) {
      svg.open("s" + level.key().colour(), level.key().name() + ": " + Scale.label(level.y()));
      double at = up.position(level.y());
      svg.line("level", Svg.LEFT, at, Svg.RIGHT, at);
      svg.close();
    }
    series.forEach(one -> draw(svg, one, across, up));
    return svg.toString();
  }

  private static void draw(Svg svg, Series series, Scale across, Scale up) {
    svg.open("s" + series.key().colour());
    List<Point> points = series.points();
    for (int i = 1; series.joined() && i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      svg.line(
          "line",
          across.position(from.x()),
          up.position(from.y()),
          across.position(to.x()),
          up.position(to.y()));
    }
    for (Point point : points) {
      double px = across.position(point.x());
      svg.open("point", point.label());
      if (point.spread() > 0) {
        svg.line(
            "spread",
            px,
            up.position(point.y() - point.spread()),
            px,
            up.position(point.y() + point.spread()));
      }
      svg.marker(series.key().marker(), px, up.position(point.y()));
      svg.close();
    }
    svg.close();
  }
}
