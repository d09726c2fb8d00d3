package io.espalier.controller.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers to requests that may be sent again, by the key that their sender gave them. */
public final class AnswerStore {
  private final Database database;

  AnswerStore(Database database) {
    this.database = database;
  }

  /**
   * Which request.
   *
   * @param caller who sent it
   * @param key that they gave it, at most 128 characters
   */
  public record RequestKey(String caller, String key) {}

  /**
   * A request that was begun.
   *
   * @param request digest of all that was asked, 64 characters
   * @param begunBy which start of a controller
   * @param begunAt when
   */
  public record Begun(String request, String begunBy, Instant begunAt) {}

  /**
   * A request as it is kept.
   *
   * @param begun what was asked, by whom it was begun
   * @param status that was answered; absent until it was
   * @param body that was answered; absent until it was
   */
  public record Kept(Begun begun, @Nullable Integer status, @Nullable String body) {}

  /**
   * Keeps that a request is begun, unless it was before; forgets those that are too old.
   *
   * @param oldest those begun before that are forgotten
   * @return what was kept of it before; empty if it is new
   */
  public Optional<Kept> begin(RequestKey key, Begun begun, Instant oldest) {
    try {
      return beginOnce(key, begun, oldest);
    } catch (StoreException e) {
      if (!e.isOfData()) {
        throw e;
      }
      return beginOnce(key, begun, oldest); // Somebody began it at the same moment.
    }
  }

  private Optional<Kept> beginOnce(RequestKey key, Begun begun, Instant oldest) {
    return database.transaction(
        "begin request",
        connection -> {
          Database.update(
              connection, "DELETE FROM answers WHERE begun_at < ?", Database.time(oldest));
          Optional<Kept> before = find(connection, key);
          if (before.isEmpty()) {
            Database.update(
                connection,
                "INSERT INTO answers (caller, request_key, request, begun_by, begun_at)"
                    + " VALUES (?, ?, ?, ?, ?)",
                key.caller(),
                key.key(),
                begun.request(),
                begun.begunBy(),
                Database.time(begun.begunAt()));
          } else if (before.get().status() == null
              && before.get().begun().request().equals(begun.request())) {
            int taken =
                Database.update(
                    connection,
                    "UPDATE answers SET begun_by = ?"
                        + " WHERE caller = ? AND request_key = ? AND begun_by = ?",
                    begun.begunBy(),
                    key.caller(),
                    key.key(),
                    before.get().begun().begunBy());
            return taken == 1 ? before : find(connection, key);
          }
          return before;
        });
  }

  /** Keeps what was answered. */
  public void finish(RequestKey key, int status, String body) {
    database.transaction(
        "keep answer",
        connection ->
            Database.update(
                connection,
                "UPDATE answers SET status = ?, body = ? WHERE caller = ? AND request_key = ?",
                status,
                body,
                key.caller(),
                key.key()));
  }

  /** Forgets a request that may be tried again as if it had not been sent. */
  public void forget(RequestKey key) {
    database.transaction(
        "forget request",
        connection ->
            Database.update(
                connection,
                "DELETE FROM answers WHERE caller = ? AND request_key = ? AND status IS NULL",
                key.caller(),
                key.key()));
  }

  private static Optional<Kept> find(Connection connection, RequestKey key) throws SQLException {
    List<Kept> found =
        Database.rows(
            connection,
            "SELECT request, begun_by, begun_at, status, body FROM answers"
                + " WHERE caller = ? AND request_key = ?",
            row ->
                new Kept(
                    new Begun(
                        row.getString("request"),
                        row.getString("begun_by"),
                        Database.instant(row, "begun_at")),
                    row.getObject("status", Integer.class),
                    row.getString("body")),
            key.caller(),
            key.key());
    return found.stream().findFirst();
  }
}
