package io.espalier.controller.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    database.transaction(
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
   * Keeps how trials of an experiment ended, in place of what was known of them: all or none.
   *
   * @param resultsJson by the trial's number in its experiment
   */
  public void saveTrials(String experiment, Map<Integer, String> resultsJson) {
    database.transaction(
        "save trials of " + experiment,
        connection -> {
          for (Map.Entry<Integer, String> result : resultsJson.entrySet()) {
            Database.put(
                connection,
                "UPDATE trials SET result = ? WHERE experiment = ? AND number = ?",
                "INSERT INTO trials (result, experiment, number) VALUES (?, ?, ?)",
                result.getValue(),
                experiment,
                result.getKey());
          }
          return experiment;
        });
  }

  /** How the trials of an experiment ended, by number; those that have not are absent. */
  public SortedMap<Integer, String> trials(String experiment) {
    SortedMap<Integer, String> results = new TreeMap<>();
    database
        .query(
            "read trials of " + experiment,
            "SELECT number, result FROM trials WHERE experiment = ?",
            row -> Map.entry(row.getInt("number"), row.getString("result")),
            experiment)
        .forEach(trial -> results.put(trial.getKey(), trial.getValue()));
    return results;
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
