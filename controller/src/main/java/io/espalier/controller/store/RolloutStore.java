package io.espalier.controller.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rollouts and why each of their steps was taken: state and audit change together or not at all.
 */
public final class RolloutStore {
  private final Database database;

  RolloutStore(Database database) {
    this.database = database;
  }

  /**
   * A rollout as it is kept.
   *
   * @param id which rollout
   * @param specJson what was asked for
   * @param stateJson how far it is
   * @param createdAt when it was asked for
   * @param updatedAt when its state last changed
   */
  public record Stored(
      String id, String specJson, String stateJson, Instant createdAt, Instant updatedAt) {}

  /**
   * A step of a rollout.
   *
   * @param at when it was taken
   * @param who took it: a person, or the controller
   * @param what was done, at most 200 characters
   * @param why, one line
   * @param evidenceJson what it was decided on; absent where a person decided
   */
  public record AuditEntry(
      Instant at, String who, String what, String why, @Nullable String evidenceJson) {}

  /** Keeps a rollout as it is now. */
  public void save(String id, String specJson, String stateJson) {
    save(id, specJson, stateJson, List.of());
  }

  /** Keeps a rollout as it is now together with the steps that brought it there, or nothing. */
  public void save(String id, String specJson, String stateJson, List<AuditEntry> steps) {
    database.drivenTransaction(
        "save rollout " + id,
        connection -> {
          var now = Database.time(Instant.now());
          int changed =
              Database.update(
                  connection,
                  "UPDATE rollouts SET spec = ?, state = ?, updated_at = ? WHERE id = ?",
                  specJson,
                  stateJson,
                  now,
                  id);
          if (changed == 0) {
            Database.update(
                connection,
                "INSERT INTO rollouts (id, spec, state, created_at, updated_at)"
                    + " VALUES (?, ?, ?, ?, ?)",
                id,
                specJson,
                stateJson,
                now,
                now);
          }
          append(connection, id, steps);
          return id;
        });
  }

  /** Adds a step to the log of a rollout that is kept. */
  public void append(String id, AuditEntry step) {
    database.drivenTransaction(
        "audit rollout " + id,
        connection -> {
          append(connection, id, List.of(step));
          return id;
        });
  }

  /** All rollouts, the newest first. */
  public List<Stored> all() {
    return database.query(
        "read rollouts",
        "SELECT id, spec, state, created_at, updated_at FROM rollouts"
            + " ORDER BY created_at DESC, id",
        RolloutStore::stored);
  }

  /** A rollout, if it is kept. */
  public Optional<Stored> find(String id) {
    return database
        .query(
            "read rollout " + id,
            "SELECT id, spec, state, created_at, updated_at FROM rollouts WHERE id = ?",
            RolloutStore::stored,
            id)
        .stream()
        .findFirst();
  }

  /** Every step of a rollout, in order; empty for one that is not known. */
  public List<AuditEntry> audit(String id) {
    return database.query(
        "read audit of " + id,
        "SELECT at, who, what, why, evidence FROM audit WHERE rollout = ? ORDER BY seq",
        row ->
            new AuditEntry(
                Database.instant(row, "at"),
                row.getString("who"),
                row.getString("what"),
                row.getString("why"),
                row.getString("evidence")),
        id);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getString("id"),
        row.getString("spec"),
        row.getString("state"),
        Database.instant(row, "created_at"),
        Database.instant(row, "updated_at"));
  }

  private static void append(Connection connection, String id, List<AuditEntry> steps)
      throws SQLException {
    if (steps.isEmpty()) {
      return;
    }
    int seq =
        Database.rows(
                connection,
                "SELECT COUNT(*) FROM audit WHERE rollout = ?",
                row -> row.getInt(1),
                id)
            .get(0);
    for (AuditEntry step : steps) {
      Database.update(
          connection,
          "INSERT INTO audit (rollout, seq, at, who, what, why, evidence)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?)",
          id,
          seq++,
          Database.time(step.at()),
          step.who(),
          step.what(),
          step.why(),
          step.evidenceJson());
    }
  }
}
