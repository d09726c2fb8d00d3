package io.espalier.controller.backup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What is called how in a backup. */
final class BackupFormat {
  /** Of which the first entry says that it is. */
  static final int VERSION = 1;

  /** The first entry: what this is. */
  static final String ABOUT = "espalier-backup.json";

  /** Begins the names of entries with rows, one in a line; the first line has the columns. */
  static final String TABLES = "store/";

  /** Ends them. */
  static final String ROWS = ".jsonl";

  /** Begins the names of files of artifacts. */
  static final String ARTIFACTS = "artifacts/";

  /** Begins the names of files of experiments. */
  static final String EXPERIMENTS = "experiments/";

  /** Numbers of any size stay whole. */
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  /**
   * What this is.
   *
   * @param format {@link #VERSION}
   * @param createdAt in ISO 8601
   * @param build that made it
   */
  record About(int format, String createdAt, String build) {}

  private BackupFormat() {}
}
