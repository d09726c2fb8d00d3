package io.espalier.controller.store;

import io.espalier.controller.store.TelemetryStore.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What telemetry comes to in each minute and each hour. Every record is counted once, in the order
 * of their numbers, whenever it came and whatever ends this process meanwhile: how far all is
 * counted changes together with the figures.
 */
public final class HistoryStore {
  private static final String LOCK = "SELECT up_to FROM progress WHERE work = ? FOR UPDATE";

  /** The name of this work in {@code progress}. */
  static final String WORK = "rolling up";

  /** Keys in one statement. */
  private static final int SLICE = 250;

  private final Database database;

  HistoryStore(Database database) {
    this.database = database;
  }

  /** What a record says, by metric. */
  @FunctionalInterface
  public interface Reading {
    /** Returns nothing for a record that says nothing to be counted. */
    Map<String, Double> of(Sample sample);
  }

  /**
   * What values of a metric come to from some moment on.
   *
   * @param at the moment
   * @param figure the values until the next
   */
  public record Span(Instant at, Figure figure) {}

  private record Key(String node, String kind, Instant at) {}

  /**
   * Counts records that are not counted yet, the oldest first.
   *
   * @param most how many at most
   * @return how many there were
   */
  public int rollUp(Reading reading, int most) {
    return database.drivenTransaction(
        "roll up telemetry",
        connection -> {
          long upTo = Database.rows(connection, LOCK, row -> row.getLong("up_to"), WORK).get(0);
          List<TelemetryStore.Numbered> records =
              Database.rows(
                  connection,
                  "SELECT number, node, epoch, seq, kind, at, payload FROM telemetry"
                      + " WHERE number > ? ORDER BY number FETCH FIRST ? ROWS ONLY",
                  TelemetryStore::numbered,
                  upTo,
                  most);
          if (records.isEmpty()) {
            return 0;
          }
          Map<Key, Figures> minutes = minutes(records, reading);
          // In this order, for minutes are changed by what they are added to.
          add(connection, Resolution.HOURS, hours(minutes));
          add(connection, Resolution.MINUTES, minutes);
          Database.update(
              connection,
              "UPDATE progress SET up_to = ? WHERE work = ?",
              records.get(records.size() - 1).number(),
              WORK);
          return records.size();
        });
  }

  /** Up to which number all records are counted. */
  public long rolledUpTo() {
    return database
        .query(
            "read progress",
            "SELECT up_to FROM progress WHERE work = ?",
            row -> row.getLong("up_to"),
            WORK)
        .get(0);
  }

  /**
   * What the values of a metric come to over time, in order.
   *
   * @param resolution minutes or hours
   * @param from the first moment
   * @param to the moment after the last
   */
  public List<Span> spans(
      Resolution resolution, String node, String kind, String metric, Instant from, Instant to) {
    List<Span> spans = new ArrayList<>();
    database
        .query(
            "read history",
            "SELECT at, figures FROM "
                + resolution.table()
                + " WHERE node = ? AND kind = ? AND at >= ? AND at < ? ORDER BY at",
            row -> Map.entry(Database.instant(row, "at"), Figures.parse(row.getString("figures"))),
            node,
            kind,
            Database.time(resolution.floor(from)),
            Database.time(to))
        .forEach(
            row -> {
              Figure figure = row.getValue().byMetric().get(metric);
              if (figure != null) {
                spans.add(new Span(row.getKey(), figure));
              }
            });
    return spans;
  }

  /**
   * Removes minutes that are over for long.
   *
   * @param before of that time and later are kept
   * @return how many were removed
   */
  public int removeMinutes(Instant before) {
    return database.drivenTransaction(
        "remove old minutes",
        connection ->
            Database.update(
                connection,
                "DELETE FROM telemetry_minutes WHERE at < ?",
                Database.time(Resolution.MINUTES.floor(before))));
  }

  private static Map<Key, Figures> minutes(List<TelemetryStore.Numbered> records, Reading reading) {
    Map<Key, Figures> minutes = new HashMap<>();
    for (TelemetryStore.Numbered record : records) {
      Sample sample = record.sample();
      Map<String, Double> values = reading.of(sample);
      if (!values.isEmpty()) {
        Figures of =
            minutes.computeIfAbsent(
                new Key(sample.node(), sample.kind(), Resolution.MINUTES.floor(sample.at())),
                first -> new Figures());
        values.forEach((metric, value) -> of.add(metric, Figure.of(value)));
      }
    }
    return minutes;
  }

  private static Map<Key, Figures> hours(Map<Key, Figures> minutes) {
    Map<Key, Figures> hours = new HashMap<>();
    minutes.forEach(
        (minute, figures) ->
            hours
                .computeIfAbsent(
                    new Key(minute.node(), minute.kind(), Resolution.HOURS.floor(minute.at())),
                    first -> new Figures())
                .addAll(figures));
    return hours;
  }

  /** Adds to what is there; nobody else does while {@link #LOCK} is held. */
  private static void add(Connection connection, Resolution resolution, Map<Key, Figures> figures)
      throws SQLException {
    List<Key> keys = new ArrayList<>(figures.keySet());
    List<Key> known = new ArrayList<>();
    for (int first = 0; first < keys.size(); first += SLICE) {
      List<Key> slice = keys.subList(first, Math.min(first + SLICE, keys.size()));
      for (Map.Entry<Key, Figures> row : kept(connection, resolution, slice).entrySet()) {
        row.getValue().addAll(Objects.requireNonNull(figures.put(row.getKey(), row.getValue())));
        known.add(row.getKey());
      }
    }
    keys.removeAll(Set.copyOf(known));
    write(
        connection,
        "UPDATE " + resolution.table() + " SET figures = ? WHERE node = ? AND kind = ? AND at = ?",
        known,
        figures);
    write(
        connection,
        "INSERT INTO " + resolution.table() + " (figures, node, kind, at) VALUES (?, ?, ?, ?)",
        keys,
        figures);
  }

  private static Map<Key, Figures> kept(
      Connection connection, Resolution resolution, List<Key> keys) throws SQLException {
    List<Object> arguments = new ArrayList<>(3 * keys.size());
    for (Key key : keys) {
      Collections.addAll(arguments, key.node(), key.kind(), Database.time(key.at()));
    }
    Map<Key, Figures> kept = new HashMap<>();
    Database.rows(
            connection,
            "SELECT node, kind, at, figures FROM "
                + resolution.table()
                + " WHERE (node, kind, at) IN ("
                + String.join(", ", Collections.nCopies(keys.size(), "(?, ?, ?)"))
                + ")",
            row ->
                Map.entry(
                    new Key(
                        row.getString("node"), row.getString("kind"), Database.instant(row, "at")),
                    Figures.parse(row.getString("figures"))),
            arguments.toArray())
        .forEach(row -> kept.put(row.getKey(), row.getValue()));
    return kept;
  }

  private static void write(
      Connection connection, String sql, List<Key> keys, Map<Key, Figures> figures)
      throws SQLException {
    Database.batch(
        connection,
        sql,
        keys.stream()
            .map(
                key ->
                    new Object[] {
                      String.valueOf(figures.get(key)),
                      key.node(),
                      key.kind(),
                      Database.time(key.at())
                    })
            .toList());
  }
}
