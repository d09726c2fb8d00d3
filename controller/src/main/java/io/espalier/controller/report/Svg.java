package io.espalier.controller.report;

import java.util.Locale;

/**
 * Writes SVG of one size that takes its colours from the page: {@code .s0} … {@code .s5} for the
 * series, {@code .axis}, {@code .grid} and {@code .label} for the rest.
 */
final class Svg {
  static final int WIDTH = 560;
  static final int HEIGHT = 340;
  static final int LEFT = 58;
  static final int RIGHT = WIDTH - 16;
  static final int TOP = 14;
  static final int BOTTOM = HEIGHT - 50;

  private final StringBuilder out = new StringBuilder();

  Svg(String title) {
    out.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, Html.escape(title)));
  }

  /** A horizontal line with its value for each tick of a vertical scale, and the axis. */
  void verticalAxis(Scale scale, String label) {
    for (double tick : scale.ticks()) {
      double y = scale.position(tick);
      line("grid", LEFT, y, RIGHT, y);
      text(LEFT - 8, y + 4, "end", Scale.label(tick));
    }
    line("axis", LEFT, TOP, LEFT, BOTTOM);
    out.append(
        "<text class=\"label\" text-anchor=\"middle\" transform=\"translate(14 %s) rotate(-90)\">%s</text>"
            .formatted(number((TOP + BOTTOM) / 2.0), Html.escape(label)));
  }

  /** A vertical line with its value for each tick of a horizontal scale, and the axis. */
  void horizontalAxis(Scale scale, String label) {
    for (double tick : scale.ticks()) {
      double x = scale.position(tick);
      line("grid", x, TOP, x, BOTTOM);
      text(x, BOTTOM + 18, "middle", Scale.label(tick));
    }
    baseline(label);
  }

  /** The horizontal axis without ticks. */
  void baseline(String label) {
    line("axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    text((LEFT + RIGHT) / 2.0, HEIGHT - 8, "middle", label);
  }

  void open(String cssClass) {
    out.append("<g class=\"").append(cssClass).append("\">");
  }

  /** Opens a group that tells {@code title} when hovered over. */
  void open(String cssClass, String title) {
    open(cssClass);
    out.append("<title>").append(Html.escape(title)).append("</title>");
  }

  void close() {
    out.append("</g>");
  }

  void line(String cssClass, double x1, double y1, double x2, double y2) {
    out.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
            .formatted(cssClass, number(x1), number(y1), number(x2), number(y2)));
  }

  void rectangle(double x, double y, double width, double height) {
    out.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
            .formatted(number(x), number(y), number(width), number(height)));
  }

  void text(double x, double y, String anchor, String text) {
    out.append(
        "<text class=\"label\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
            .formatted(number(x), number(y), anchor, Html.escape(text)));
  }

  void marker(Figure.Marker marker, double x, double y) {
    out.append(markerAt(marker, x, y));
  }

  @Override
  public String toString() {
    return out + "</svg>";
  }

  static String markerAt(Figure.Marker marker, double x, double y) {
    return switch (marker) {
      case CIRCLE -> "<circle cx=\"%s\" cy=\"%s\" r=\"4.5\"/>".formatted(number(x), number(y));
      case SQUARE ->
          "<rect x=\"%s\" y=\"%s\" width=\"8\" height=\"8\"/>"
              .formatted(number(x - 4), number(y - 4));
      case TRIANGLE -> "<path d=\"M%s %s l5 9 h-10 z\"/>".formatted(number(x), number(y - 5.5));
      case DIAMOND ->
          "<path d=\"M%s %s l5.5 5.5 l-5.5 5.5 l-5.5 -5.5 z\"/>"
              .formatted(number(x), number(y - 5.5));
      case RING ->
          "<circle class=\"ring\" cx=\"%s\" cy=\"%s\" r=\"6\"/>".formatted(number(x), number(y));
      case DASH ->
          "<rect x=\"%s\" y=\"%s\" width=\"12\" height=\"2\"/>"
              .formatted(number(x - 6), number(y - 1));
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
