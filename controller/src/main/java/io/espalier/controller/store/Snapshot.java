package io.espalier.controller.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a store must not forget, as rows of tables, out of one database and into another.
 * Numbers are longs, times text in ISO 8601. What is only of use to who runs now is left out.
 */
public final class Snapshot {
  /** In an order in which rows may refer to those before. */
  private static final List<String> TABLES =
      List.of(
          "nodes",
          "desired_states",
          "artifacts",
          "rollouts",
          "audit",
          "experiments",
          "trials",
          "telemetry",
          "marks",
          "telemetry_minutes",
          "telemetry_hours",
          "arrivals",
          "progress",
          "tokens");

  /** Has rows in every store, also in one that nobody used. */
  private static final String PROGRESS = "progress";

  private static final String TELEMETRY = "telemetry";
  private static final int AT_ONCE = 1_000;

  private final Database database;

  Snapshot(Database database) {
    this.database = database;
  }

  /** Takes rows, table by table. */
  public interface Sink {
    /** The rows from here on are of that table. */
    void table(String name, List<String> columns) throws IOException;

    /** A row, in the order of the columns. */
    void row(List<@Nullable Object> values) throws IOException;
  }

  /** Gives rows to a sink. */
  @FunctionalInterface
  public interface Source {
    /** All of them. */
    void into(Sink sink) throws IOException;
  }

  /**
   * Gives everything, as it is at one moment.
   *
   * @throws IOException if the sink did not take it
   */
  public void read(Sink sink) throws IOException {
    try {
      database.transaction(
          "read everything",
          connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (String table : TABLES) {
              read(connection, table, sink);
            }
            return TABLES;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether nothing was ever kept in it. */
  public boolean isEmpty() {
    return TABLES.stream()
        .filter(table -> !table.equals(PROGRESS))
        .allMatch(
            table ->
                database
                    .query(
                        "look for rows",
                        "SELECT 1 FROM " + table + " FETCH FIRST 1 ROWS ONLY",
                        row -> row.getInt(1))
                    .isEmpty());
  }

  /**
   * Keeps everything that a source gives, or nothing.
   *
   * @throws IOException if the source did not give it
   * @throws IllegalArgumentException if this build knows no such table or column
   */
  public void write(Source source) throws IOException {
    try {
      database.transaction(
          "restore",
          connection -> {
            Writer writer = new Writer(connection);
            try {
              source.into(writer);
              writer.flush();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            long next =
                Database.rows(
                            connection,
                            "SELECT COALESCE(MAX(number), 0) FROM telemetry",
                            row -> row.getLong(1))
                        .get(0)
                    + 1;
            return Database.update(
                connection, "ALTER TABLE telemetry ALTER COLUMN number RESTART WITH " + next);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void read(Connection connection, String table, Sink sink) throws SQLException {
    List<String> columns = List.copyOf(types(connection, table).keySet());
    String sql = "SELECT " + String.join(", ", columns) + " FROM " + table;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(AT_ONCE);
      try (ResultSet rows = statement.executeQuery()) {
        sink.table(table, columns);
        while (rows.next()) {
          List<@Nullable Object> values = new ArrayList<>(columns.size());
          for (int i = 1; i <= columns.size(); i++) {
            values.add(value(rows, i));
          }
          sink.row(values);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static @Nullable Object value(ResultSet row, int column) throws SQLException {
    if (row.getObject(column) == null) {
      return null;
    }
    return switch (row.getMetaData().getColumnType(column)) {
      case Types.BIGINT, Types.INTEGER -> (Object) row.getLong(column);
      case Types.BOOLEAN, Types.BIT -> (Object) row.getBoolean(column);
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          row.getObject(column, OffsetDateTime.class).toInstant().toString();
      default -> row.getString(column);
    };
  }

  /** The columns of a table, with the types of JDBC. */
  private static Map<String, Integer> types(Connection connection, String table)
      throws SQLException {
    if (!TABLES.contains(table)) {
      throw new IllegalArgumentException(
          "table: expected one of this build, found '" + table + "'");
    }
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT * FROM " + table + " WHERE 1 = 0");
        ResultSet none = statement.executeQuery()) {
      ResultSetMetaData about = none.getMetaData();
      Map<String, Integer> types = new LinkedHashMap<>();
      for (int i = 1; i <= about.getColumnCount(); i++) {
        types.put(about.getColumnName(i).toLowerCase(Locale.ROOT), about.getColumnType(i));
      }
      return types;
    }
  }

  /** Inserts rows, many at once. */
  private static final class Writer implements Sink {
    private final Connection connection;
    private final List<List<@Nullable Object>> waiting = new ArrayList<>();
    private List<Integer> types = List.of();
    private String sql = "";

    Writer(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void table(String name, List<String> columns) throws IOException {
      flush();
      try {
        Map<String, Integer> known = types(connection, name);
        if (!known.keySet().containsAll(columns)) {
          throw new IllegalArgumentException(
              "table %s: expected columns of %s, found %s"
                  .formatted(name, known.keySet(), columns));
        }
        types = columns.stream().map(known::get).toList();
        if (name.equals(PROGRESS)) {
          Database.update(connection, "DELETE FROM progress");
        }
      } catch (SQLException e) {
        throw new IOException(e);
      }
      sql =
          "INSERT INTO %s (%s) %s VALUES (%s)"
              .formatted(
                  name,
                  String.join(", ", columns),
                  name.equals(TELEMETRY) ? "OVERRIDING SYSTEM VALUE" : "",
                  String.join(", ", Collections.nCopies(columns.size(), "?")));
    }

    @Override
    public void row(List<@Nullable Object> values) throws IOException {
      if (values.size() != types.size()) {
        throw new IllegalArgumentException(
            "row: expected %d values, found %d".formatted(types.size(), values.size()));
      }
      waiting.add(values);
      if (waiting.size() == AT_ONCE) {
        flush();
      }
    }

    void flush() throws IOException {
      if (waiting.isEmpty()) {
        return;
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (List<@Nullable Object> row : waiting) {
          for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            boolean time =
                types.get(i) == Types.TIMESTAMP || types.get(i) == Types.TIMESTAMP_WITH_TIMEZONE;
            statement.setObject(
                i + 1, time && value != null ? OffsetDateTime.parse(value.toString()) : value);
          }
          statement.addBatch();
        }
        statement.executeBatch();
      } catch (SQLException e) {
        throw new IOException("store: restore: " + e.getMessage(), e);
      }
      waiting.clear();
    }
  }
}
