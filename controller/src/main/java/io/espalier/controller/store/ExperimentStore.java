package io.espalier.controller.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Experiments, and how each of their trials ended. */
public final class ExperimentStore {
  private static final String COLUMNS =
      "id, spec, state, reason, who, created_at, started_at, ended_at";

  private final Database database;

  ExperimentStore(Database database) {
    this.database = database;
  }

  /**
   * An experiment as it is kept.
   *
   * @param id which experiment
   * @param spec what was asked for, in YAML
   * @param state how far it is
   * @param reason why it ended as it did; absent if there is nothing to say
   * @param who asked for it
   * @param createdAt when it was asked for first
   * @param startedAt when it was last begun; absent if it waits
   * @param endedAt when it ended; absent if it has not
   */
  public record Row(
      String id,
      String spec,
      String state,
      @Nullable String reason,
      String who,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt) {}

  /** Keeps an experiment as it is now, in place of what was known of it. */
  public void save(Row experiment) {
    database.drivenTransaction(
        "save experiment " + experiment.id(),
        connection -> {
          Database.put(
              connection,
              "UPDATE experiments SET spec = ?, state = ?, reason = ?, who = ?, created_at = ?,"
                  + " started_at = ?, ended_at = ? WHERE id = ?",
              "INSERT INTO experiments (spec, state, reason, who, created_at, started_at, ended_at,"
                  + " id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              experiment.spec(),
              experiment.state(),
              experiment.reason(),
              experiment.who(),
              Database.time(experiment.createdAt()),
              time(experiment.startedAt()),
              time(experiment.endedAt()),
              experiment.id());
          return experiment;
        });
  }

  /** All experiments, the newest first. */
  public List<Row> all() {
    return database.query(
        "read experiments",
        "SELECT " + COLUMNS + " FROM experiments ORDER BY created_at DESC, id",
        ExperimentStore::row);
  }

  /** An experiment, if it is kept. */
  public Optional<Row> find(String id) {
    return database
        .query(
            "read experiment " + id,
            "SELECT " + COLUMNS + " FROM experiments WHERE id = ?",
            ExperimentStore::row,
            id)
        .stream()
        .findFirst();
  }

  /**
   * How a trial ended.
   *
   * @param number in its experiment, from 1
   * @param end how it ended
   * @param resultJson what came of it
   */
  public record Trial(int number, End end, String resultJson) {}

  /** How a trial may end. */
  public enum End {
    /** It has figures. */
    MEASURED,
    /** It has none, and a race needs none of it. */
    DROPPED,
    /** It has none. */
    FAILED
  }

  /**
   * How many trials of an experiment have ended.
   *
   * @param measured have figures
   * @param dropped have none, and a race needs none of them
   * @param failed have none
   */
  public record Ended(int measured, int dropped, int failed) {
    /** None at all. */
    public static final Ended NONE = new Ended(0, 0, 0);
  }

  /** Keeps how trials of an experiment ended, in place of what was known of them: all or none. */
  public void saveTrials(String experiment, List<Trial> trials) {
    database.drivenTransaction(
        "save trials of " + experiment,
        connection -> {
          put(connection, experiment, trials);
          return experiment;
        });
  }

  /** The same in place of what was known of any trial of that experiment. */
  public void replaceTrials(String experiment, List<Trial> trials) {
    database.drivenTransaction(
        "replace trials of " + experiment,
        connection -> {
          Database.update(connection, "DELETE FROM trials WHERE experiment = ?", experiment);
          put(connection, experiment, trials);
          return experiment;
        });
  }

  /** How the trials of an experiment ended, in order; those that have not are absent. */
  public List<Trial> trials(String experiment) {
    return database.query(
        "read trials of " + experiment,
        "SELECT number, measured, dropped, result FROM trials WHERE experiment = ? ORDER BY number",
        row -> new Trial(row.getInt("number"), end(row), row.getString("result")),
        experiment);
  }

  /** How many trials of each experiment have ended; experiments without any are absent. */
  public Map<String, Ended> ended() {
    Map<String, Ended> ended = new HashMap<>();
    database
        .query(
            "count trials",
            "SELECT experiment, COUNT(*) AS trials,"
                + " SUM(CASE WHEN measured THEN 1 ELSE 0 END) AS measured,"
                + " SUM(CASE WHEN dropped THEN 1 ELSE 0 END) AS dropped"
                + " FROM trials GROUP BY experiment",
            row -> {
              int measured = row.getInt("measured");
              int dropped = row.getInt("dropped");
              return Map.entry(
                  row.getString("experiment"),
                  new Ended(measured, dropped, row.getInt("trials") - measured - dropped));
            })
        .forEach(counts -> ended.put(counts.getKey(), counts.getValue()));
    return ended;
  }

  private static void put(Connection connection, String experiment, List<Trial> trials)
      throws SQLException {
    for (Trial trial : trials) {
      Database.put(
          connection,
          "UPDATE trials SET measured = ?, dropped = ?, result = ?"
              + " WHERE experiment = ? AND number = ?",
          "INSERT INTO trials (measured, dropped, result, experiment, number)"
              + " VALUES (?, ?, ?, ?, ?)",
          trial.end() == End.MEASURED,
          trial.end() == End.DROPPED,
          trial.resultJson(),
          experiment,
          trial.number());
    }
  }

  private static End end(ResultSet row) throws SQLException {
    if (row.getBoolean("measured")) {
      return End.MEASURED;
    }
    return row.getBoolean("dropped") ? End.DROPPED : End.FAILED;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("id"),
        row.getString("spec"),
        row.getString("state"),
        row.getString("reason"),
        row.getString("who"),
        Database.instant(row, "created_at"),
        instant(row, "started_at"),
        instant(row, "ended_at"));
  }

  private static @Nullable Object time(@Nullable Instant instant) {
    return instant == null ? null : Database.time(instant);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column) == null ? null : Database.instant(row, column);
  }
}
