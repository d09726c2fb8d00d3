package io.espalier.controller.store;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Contents of any size as rows of a table: each in parts, told apart by two keys. */
final class ContentParts {
  /** Bytes of a content in one row. */
  private static final int PART = 256 << 10;

  private final String delete;
  private final String insert;
  private final String select;

  /** Those of a table with such columns, and with {@code part} and {@code content}. */
  ContentParts(String table, String firstKey, String secondKey) {
    String those = " FROM %s WHERE %s = ? AND %s = ?".formatted(table, firstKey, secondKey);
    this.delete = "DELETE" + those;
    this.select = "SELECT content" + those + " ORDER BY part";
    this.insert =
        "INSERT INTO %s (%s, %s, part, content) VALUES (?, ?, ?, ?)"
            .formatted(table, firstKey, secondKey);
  }

  /** Keeps a content in place of what may be there. */
  void put(Connection connection, String first, String second, byte[] content) throws SQLException {
    Database.update(connection, delete, first, second);
    int part = 0;
    for (int from = 0; from < content.length; from += PART) {
      byte[] bytes = Arrays.copyOfRange(content, from, Math.min(from + PART, content.length));
      Database.update(connection, insert, first, second, part++, bytes);
    }
  }

  /** A content; empty if there is none, or nothing in it. */
  Optional<byte[]> read(Database database, String what, String first, String second) {
    List<byte[]> parts =
        database.query(what, select, row -> row.getBytes("content"), first, second);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    parts.forEach(whole::writeBytes);
    return Optional.of(whole.toByteArray());
  }
}
