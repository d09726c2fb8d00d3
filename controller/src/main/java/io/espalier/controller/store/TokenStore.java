package io.espalier.controller.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens of the HTTP interface: their hashes, never themselves. */
public final class TokenStore {
  private final Database database;

  TokenStore(Database database) {
    this.database = database;
  }

  /**
   * A token as it is kept.
   *
   * @param name of it
   * @param role in small letters
   * @param hash SHA-256 of the secret in hexadecimal digits
   * @param createdAt when it was given out
   * @param expiresAt when it ends; absent for never
   */
  public record Row(
      String name, String role, String hash, Instant createdAt, @Nullable Instant expiresAt) {}

  /** Keeps one that is not kept yet. */
  public void add(Row token) {
    database.transaction(
        "add token " + token.name(),
        connection ->
            Database.update(
                connection,
                "INSERT INTO tokens (name, role, hash, created_at, expires_at)"
                    + " VALUES (?, ?, ?, ?, ?)",
                token.name(),
                token.role(),
                token.hash(),
                Database.time(token.createdAt()),
                token.expiresAt() == null ? null : Database.time(token.expiresAt())));
  }

  /** Forgets one. */
  public void remove(String name) {
    database.transaction(
        "remove token " + name,
        connection -> Database.update(connection, "DELETE FROM tokens WHERE name = ?", name));
  }

  /** All, by name. */
  public List<Row> all() {
    return database.query(
        "read tokens",
        "SELECT name, role, hash, created_at, expires_at FROM tokens ORDER BY name",
        TokenStore::row);
  }

  private static Row row(ResultSet row) throws SQLException {
    OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
    return new Row(
        row.getString("name"),
        row.getString("role"),
        row.getString("hash"),
        Database.instant(row, "created_at"),
        expires == null ? null : expires.toInstant());
  }
}
