package io.espalier.controller.store;

import java.time.Instant;
import java.util.List;

/** What artifacts there are; their content is in files named by digest. */
public final class ArtifactStore {
  private final Database database;

  ArtifactStore(Database database) {
    this.database = database;
  }

  /**
   * An artifact as it is kept.
   *
   * @param digest that names it
   * @param manifest in its JSON
   * @param createdAt when it came
   */
  public record Row(String digest, String manifest, Instant createdAt) {}

  /** Keeps an artifact, in place of what was known of it. */
  public void save(Row artifact) {
    database.transaction(
        "save artifact",
        connection -> {
          Database.put(
              connection,
              "UPDATE artifacts SET manifest = ?, created_at = ? WHERE digest = ?",
              "INSERT INTO artifacts (manifest, created_at, digest) VALUES (?, ?, ?)",
              artifact.manifest(),
              Database.time(artifact.createdAt()),
              artifact.digest());
          return artifact;
        });
  }

  /** Forgets an artifact; nothing if it is not known. */
  public void remove(String digest) {
    database.transaction(
        "remove artifact",
        connection ->
            Database.update(connection, "DELETE FROM artifacts WHERE digest = ?", digest));
  }

  /** All artifacts, the newest first. */
  public List<Row> all() {
    return database.query(
        "read artifacts",
        "SELECT digest, manifest, created_at FROM artifacts ORDER BY created_at DESC, digest",
        row ->
            new Row(
                row.getString("digest"),
                row.getString("manifest"),
                Database.instant(row, "created_at")));
  }
}
