package io.espalier.controller.report;

import java.util.List;
import java.util.stream.Collectors;

/** What Markdown wants written differently. */
final class Markdown {
  private Markdown() {}

  /** {@code text} so that a reader sees it as it is, on one line. */
  static String text(String text) {
    return Html.escape(oneLine(text)).replaceAll("([\\\\`*_{}\\[\\]()#+!|~-])", "\\\\$1");
  }

  /** {@code text} for between backquotes, where only they mean anything. */
  static String code(String text) {
    return oneLine(text).replace('`', '\'');
  }

  static String table(Table table) {
    return line(table.columns())
        + line(table.columns().stream().map(column -> "---").toList())
        + table.rows().stream()
            .map(row -> line(row.stream().map(Markdown::text).toList()))
            .collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String oneLine(String text) {
    return Terminal.printable(text);
  }
}
