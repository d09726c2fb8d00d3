package io.espalier.controller.report;

import java.util.Locale;

/** A figure as an SVG file of its own, with title and legend, in the colours of a light page. */
final class FigureFile {
  private static final int HEAD = 34;
  private static final int LINE = 22;
  private static final int MARGIN = 12;
  private static final String STYLE =
      """
      text { font-family: system-ui, "Liberation Sans", sans-serif; fill: #23271f; font-size: 13px; }
      .title { font-weight: 600; font-size: 15px; }
      .label { font-size: 12px; fill: #6b7064; } .axis { stroke: #6b7064; } .grid { stroke: #dedbd0; }
      .line { stroke: currentColor; stroke-width: 2; fill: none; }
      .level { stroke: currentColor; stroke-width: 1.5; stroke-dasharray: 6 4; }
      .spread { stroke: currentColor; stroke-width: 1.5; } .bar rect { fill: currentColor; }
      .point { fill: currentColor; fill-opacity: .8; stroke: #ffffff; }
      .point .spread { stroke: currentColor; }
      .point .ring { fill: none; stroke: currentColor; stroke-width: 2; }
      .s0 { color: #4a4f45; } .s1 { color: #2f7d4f; } .s2 { color: #c0562b; }
      .s3 { color: #3566a8; } .s4 { color: #8a5aa5; } .s5 { color: #b08a1e; }
      .s6 { color: #b23a78; }
      """;

  private FigureFile() {}

  /** What it is called, such as {@code accuracy-against-bytes.svg}. */
  static String name(Figure figure) {
    return figure.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
  }

  /** Its content. */
  static String of(Figure figure) {
    int height = HEAD + Svg.HEIGHT + LINE * figure.legend().size() + MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
        .append(
            "width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\">\n"
                .formatted(Svg.WIDTH, height))
        .append("<title>%s</title>\n".formatted(Html.escape(figure.title())))
        .append(
            figure.conclusion().isEmpty()
                ? ""
                : "<desc>%s</desc>\n".formatted(Html.escape(figure.conclusion())))
        .append("<style>\n")
        .append(STYLE)
        .append("</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n")
        .append(
            "<text class=\"title\" x=\"%d\" y=\"22\">%s</text>\n"
                .formatted(MARGIN, Html.escape(figure.title())))
        .append("<g transform=\"translate(0 %d)\">".formatted(HEAD))
        .append(
            figure
                .toSvg()
                .replaceFirst(
                    "<svg ", "<svg width=\"%d\" height=\"%d\" ".formatted(Svg.WIDTH, Svg.HEIGHT)))
        .append("</g>\n");
    int y = HEAD + Svg.HEIGHT + LINE / 2;
    for (Figure.Key key : figure.legend()) {
      svg.append("<g class=\"point s%d\">".formatted(key.colour()))
          .append(Svg.markerAt(key.marker(), Svg.LEFT, y))
          .append("</g><text x=\"%d\" y=\"%d\">".formatted(Svg.LEFT + MARGIN, y + 4))
          .append(Html.escape(key.name()))
          .append("</text>\n");
      y += LINE;
    }
    return svg.append("</svg>\n").toString();
  }
}
