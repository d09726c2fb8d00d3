package io.espalier.controller.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Points against two axes as an SVG that takes its colours from the page: {@code .s0}, {@code .s1}
 * … for the series, {@code .axis} and {@code .grid} for the rest.
 *
 * @param title of the plot
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series what is drawn
 */
record Plot(String title, Axis x, Axis y, List<Series> series) {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 340;
  private static final int LEFT = 58;
  private static final int RIGHT = 16;
  private static final int TOP = 14;
  private static final int BOTTOM = 50;
  private static final int TICKS = 6;

  /**
   * An axis.
   *
   * @param label what it shows, with its unit
   * @param logarithmic whether equal steps are equal factors
   */
  record Axis(String label, boolean logarithmic) {}

  /**
   * A series of points.
   *
   * @param name for the legend
   * @param colour 0 to 5: which colour of the page
   * @param marker how its points look
   * @param joined whether a line joins them
   */
  record Series(String name, int colour, Marker marker, boolean joined, List<Point> points) {}

  /** How a point looks, so that series differ without colour too. */
  enum Marker {
    CIRCLE,
    SQUARE,
    TRIANGLE
  }

  /**
   * A point.
   *
   * @param spread half the length of its error bar; 0 for none
   * @param label what hovering over it tells
   */
  record Point(double x, double y, double spread, String label) {}

  /** The plot as an {@code <svg>} element. */
  String toSvg() {
    Scale horizontal =
        Scale.of(x, series.stream().flatMap(s -> s.points().stream()).map(Point::x).toList(), true);
    Scale vertical =
        Scale.of(
            y,
            series.stream()
                .flatMap(s -> s.points().stream())
                .flatMap(p -> java.util.stream.Stream.of(p.y() - p.spread(), p.y() + p.spread()))
                .toList(),
            false);
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, Html.escape(title)));
    grid(svg, horizontal, vertical);
    for (Series one : series) {
      draw(svg, one, horizontal, vertical);
    }
    return svg.append("</svg>").toString();
  }

  private void grid(StringBuilder svg, Scale horizontal, Scale vertical) {
    for (double tick : horizontal.ticks()) {
      double at = horizontal.position(tick);
      line(svg, "grid", at, TOP, at, HEIGHT - BOTTOM);
      text(svg, at, HEIGHT - BOTTOM + 18, "middle", Scale.format(tick));
    }
    for (double tick : vertical.ticks()) {
      double at = vertical.position(tick);
      line(svg, "grid", LEFT, at, WIDTH - RIGHT, at);
      text(svg, LEFT - 8, at + 4, "end", Scale.format(tick));
    }
    line(svg, "axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    line(svg, "axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM);
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", x.label());
    svg.append(
        "<text class=\"label\" text-anchor=\"middle\" transform=\"translate(14 %s) rotate(-90)\">%s</text>"
            .formatted(number((TOP + HEIGHT - BOTTOM) / 2.0), Html.escape(y.label())));
  }

  private static void draw(StringBuilder svg, Series series, Scale horizontal, Scale vertical) {
    svg.append("<g class=\"s").append(series.colour()).append("\">");
    if (series.joined()) {
      StringBuilder path = new StringBuilder();
      for (Point point : series.points()) {
        path.append(path.isEmpty() ? 'M' : 'L')
            .append(number(horizontal.position(point.x())))
            .append(' ')
            .append(number(vertical.position(point.y())));
      }
      svg.append("<path class=\"line\" d=\"").append(path).append("\"/>");
    }
    for (Point point : series.points()) {
      double px = horizontal.position(point.x());
      double py = vertical.position(point.y());
      svg.append("<g class=\"point\"><title>")
          .append(Html.escape(point.label()))
          .append("</title>");
      if (point.spread() > 0) {
        double low = vertical.position(point.y() - point.spread());
        double high = vertical.position(point.y() + point.spread());
        line(svg, "spread", px, low, px, high);
      }
      svg.append(marker(series.marker(), px, py)).append("</g>");
    }
    svg.append("</g>");
  }

  static String marker(Marker marker, double px, double py) {
    return switch (marker) {
      case CIRCLE -> "<circle cx=\"%s\" cy=\"%s\" r=\"4.5\"/>".formatted(number(px), number(py));
      case SQUARE ->
          "<rect x=\"%s\" y=\"%s\" width=\"8\" height=\"8\"/>"
              .formatted(number(px - 4), number(py - 4));
      case TRIANGLE -> "<path d=\"M%s %s l5 9 h-10 z\"/>".formatted(number(px), number(py - 5.5));
    };
  }

  private static void line(
      StringBuilder svg, String kind, double x1, double y1, double x2, double y2) {
    svg.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
            .formatted(kind, number(x1), number(y1), number(x2), number(y2)));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        "<text class=\"label\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
            .formatted(number(x), number(y), anchor, Html.escape(text)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** From values to pixels. */
  private record Scale(double min, double max, boolean logarithmic, boolean horizontal) {
    static Scale of(Axis axis, List<Double> values, boolean horizontal) {
      double min = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
      double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
      if (axis.logarithmic() && min > 0) {
        return new Scale(min / 1.3, max * 1.3, true, horizontal);
      }
      double margin = max > min ? (max - min) * 0.06 : Math.max(Math.abs(max) * 0.05, 0.5);
      return new Scale(min - margin, max + margin, false, horizontal);
    }

    double position(double value) {
      double share =
          logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
      return horizontal
          ? LEFT + share * (WIDTH - LEFT - RIGHT)
          : HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    /** Round values: multiples of 1, 2 or 5 × 10ᵏ, or those themselves on a logarithmic axis. */
    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      if (logarithmic) {
        for (double decade = Math.pow(10, Math.floor(Math.log10(min)));
            decade <= max;
            decade *= 10) {
          for (int step : new int[] {1, 2, 5}) {
            if (decade * step >= min && decade * step <= max) {
              ticks.add(decade * step);
            }
          }
        }
        return ticks;
      }
      double raw = (max - min) / TICKS;
      double decade = Math.pow(10, Math.floor(Math.log10(raw)));
      double step =
          raw / decade <= 1
              ? decade
              : raw / decade <= 2 ? 2 * decade : raw / decade <= 5 ? 5 * decade : 10 * decade;
      for (double k = Math.ceil(min / step); k * step <= max; k++) {
        ticks.add(k * step);
      }
      return ticks;
    }

    static String format(double tick) {
      if (Math.abs(tick) >= 1000) {
        return String.format(Locale.ROOT, "%,.0f", tick).replace(',', '\u2009');
      }
      String text = String.format(Locale.ROOT, "%.3f", tick);
      return text.replaceAll("\\.?0+$", "").replaceAll("^-?$", "0");
    }
  }
}
