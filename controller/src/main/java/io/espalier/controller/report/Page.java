package io.espalier.controller.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Writes a page that needs nothing but a browser; all text is shown as it is. */
final class Page {
  private static final String CSS = css();

  private final StringBuilder html = new StringBuilder();

  Page(String title, String lead) {
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    element("title", title + " · Espalier");
    html.append("<style>").append(CSS).append("</style></head><body>");
    element("h1", title);
    html.append("<p class=\"lead\">").append(Html.escape(lead)).append("</p>");
  }

  void section(String heading) {
    element("h2", heading);
  }

  void paragraph(String text) {
    element("p", text);
  }

  void warning(String text) {
    html.append("<p class=\"warning\">").append(Html.escape(text)).append("</p>");
  }

  /** Opens a table with those columns. */
  void openTable(List<String> columns) {
    openTable("", columns);
  }

  /** Opens a table that looks as the style sheet says for {@code cssClass}. */
  void openTable(String cssClass, List<String> columns) {
    html.append("<div class=\"scroll\"><table")
        .append(cssClass.isEmpty() ? "" : " class=\"" + cssClass + "\"")
        .append("><thead><tr>");
    columns.forEach(
        name -> html.append("<th scope=\"col\">").append(Html.escape(name)).append("</th>"));
    html.append("</tr></thead><tbody>");
  }

  /** A row whose first cell names it. */
  void namedRow(String name, List<String> cells) {
    namedRow("", name, cells);
  }

  /** A row whose first cell names it, and which looks as the style sheet says. */
  void namedRow(String cssClass, String name, List<String> cells) {
    html.append(cssClass.isEmpty() ? "<tr>" : "<tr class=\"" + cssClass + "\">")
        .append("<th scope=\"row\">")
        .append(Html.escape(name))
        .append("</th>");
    cells.forEach(cell -> element("td", cell));
    html.append("</tr>");
  }

  /** A row without a name. */
  void row(List<String> cells) {
    html.append("<tr>");
    cells.forEach(cell -> element("td", cell));
    html.append("</tr>");
  }

  void closeTable() {
    html.append("</tbody></table></div>");
  }

  /** Figures side by side, as many as there is room for. */
  void figures(List<? extends Figure> figures) {
    html.append("<div class=\"plots\">");
    figures.forEach(this::figure);
    html.append("</div>");
  }

  private void figure(Figure figure) {
    html.append("<figure>");
    element("figcaption", figure.title());
    html.append(figure.toSvg()).append("<ul class=\"legend\">");
    for (Figure.Key key : figure.legend()) {
      html.append(
              "<li><svg aria-hidden=\"true\" viewBox=\"0 0 14 14\" class=\"s%d\"><g class=\"point\">"
                  .formatted(key.colour()))
          .append(Svg.markerAt(key.marker(), 7, 7))
          .append("</g></svg>")
          .append(Html.escape(key.name()))
          .append("</li>");
    }
    html.append("</ul>");
    if (!figure.conclusion().isEmpty()) {
      element("p", figure.conclusion());
    }
    html.append("</figure>");
  }

  void openFacts() {
    html.append("<dl>");
  }

  void fact(String term, String text) {
    element("dt", term);
    element("dd", text);
  }

  void closeFacts() {
    html.append("</dl>");
  }

  /** Text with its line breaks, in letters of one width. */
  void verbatim(String text) {
    element("pre", text);
  }

  /** What follows shows only when it is asked for. */
  void openDetails(String summary) {
    html.append("<details>");
    element("summary", summary);
  }

  void closeDetails() {
    html.append("</details>");
  }

  /** The whole page. */
  @Override
  public String toString() {
    return html + "</body></html>\n";
  }

  private void element(String name, String text) {
    html.append('<').append(name).append('>').append(Html.escape(text));
    html.append("</").append(name).append('>');
  }

  private static String css() {
    try (InputStream css = Page.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report.css: could not be read", e);
    }
  }
}
