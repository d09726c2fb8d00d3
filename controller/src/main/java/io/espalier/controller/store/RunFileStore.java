package io.espalier.controller.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files of experiments, where other controllers need them. Where there are none, those in the data
 * directory are enough, and nothing is kept.
 */
public final class RunFileStore {
  private final Database database;
  private final ContentParts contents = new ContentParts("run_file_parts", "experiment", "path");

  RunFileStore(Database database) {
    this.database = database;
  }

  /** Whether other controllers can have this store. */
  public boolean isShared() {
    return database.isShared();
  }

  /**
   * Keeps a file in place of what was known of it.
   *
   * @param path in the directory of the experiment, with slashes
   * @param digest of its content, in hex
   */
  public void save(String experiment, String path, String digest, byte[] content) {
    if (!isShared()) {
      return;
    }
    database.drivenTransaction(
        "save " + path + " of experiment " + experiment,
        connection -> {
          Database.put(
              connection,
              "UPDATE run_files SET digest = ? WHERE experiment = ? AND path = ?",
              "INSERT INTO run_files (digest, experiment, path) VALUES (?, ?, ?)",
              digest,
              experiment,
              path);
          contents.put(connection, experiment, path, content);
          return path;
        });
  }

  /** The digests of an experiment's files by their paths, in order. */
  public Map<String, String> digests(String experiment) {
    Map<String, String> digests = new TreeMap<>();
    database
        .query(
            "read files of experiment " + experiment,
            "SELECT path, digest FROM run_files WHERE experiment = ?",
            row -> Map.entry(row.getString("path"), row.getString("digest")),
            experiment)
        .forEach(file -> digests.put(file.getKey(), file.getValue()));
    return digests;
  }

  /** What is in a file, if it is kept here. */
  public Optional<byte[]> content(String experiment, String path) {
    return contents.read(
        database, "read " + path + " of experiment " + experiment, experiment, path);
  }

  /** The experiments that have files here. */
  public List<String> experiments() {
    return database.query(
        "read files of experiments",
        "SELECT DISTINCT experiment FROM run_files ORDER BY experiment",
        row -> row.getString("experiment"));
  }
}
