package io.espalier.controller.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What artifacts there are; their content is in files named by digest. */
public final class ArtifactStore {
  private final Database database;
  private final ContentParts contents = new ContentParts("artifact_parts", "digest", "form");

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
    database.drivenTransaction(
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
    database.drivenTransaction(
        "remove artifact",
        connection -> {
          Database.update(connection, "DELETE FROM artifact_parts WHERE digest = ?", digest);
          return Database.update(connection, "DELETE FROM artifacts WHERE digest = ?", digest);
        });
  }

  /** In which form a content is kept. */
  public enum Form {
    /** As it is. */
    PLAIN,
    /** As it travels. */
    CODED
  }

  /**
   * Keeps the content of an artifact, in place of what may be there, where other controllers need
   * it. Where there are none, their files are enough, and nothing is done.
   */
  public void saveContent(String digest, Form form, byte[] content) {
    if (!database.isShared()) {
      return;
    }
    database.drivenTransaction(
        "save artifact",
        connection -> {
          contents.put(connection, digest, form.name(), content);
          return digest;
        });
  }

  /** The content of an artifact, if it is kept here. */
  public Optional<byte[]> content(String digest, Form form) {
    return contents.read(database, "read artifact", digest, form.name());
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
