package io.espalier.controller.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of text under column names, for terminals and pages alike.
 *
 * @param columns their names; the first column names the rows
 * @param rows cells, as many in each row as there are columns
 */
public record Table(List<String> columns, List<List<String>> rows) {
  private static final int LONGEST_NAME = 40;
  private static final String GAP = "  ";

  /**
   * @throws IllegalArgumentException if a row has more or fewer cells than there are columns
   */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "table: expected %d cells, found %s".formatted(columns.size(), row));
      }
    }
  }

  /** The table for a terminal: names to the left, all else to the right. */
  public String toText() {
    List<List<String>> lines = new ArrayList<>(List.of(columns));
    lines.addAll(rows);
    lines = lines.stream().map(Table::shortened).toList();
    int[] widths = widths(lines);
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String pad = " ".repeat(widths[c] - line.get(c).length());
        text.append(c == 0 ? line.get(c) + pad : GAP + pad + line.get(c));
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private static int[] widths(List<List<String>> lines) {
    return IntStream.range(0, lines.get(0).size())
        .map(c -> lines.stream().mapToInt(line -> line.get(c).length()).max().orElse(0))
        .toArray();
  }

  /** Converters make names of whole paths; their ends tell most. */
  private static List<String> shortened(List<String> line) {
    String name = Terminal.printable(line.get(0));
    List<String> cells = new ArrayList<>(line.stream().map(Terminal::printable).toList());
    if (name.length() > LONGEST_NAME) {
      cells.set(0, "…" + name.substring(name.length() - LONGEST_NAME + 1));
    }
    return cells;
  }
}
