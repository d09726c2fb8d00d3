package io.espalier.controller.store;

import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The database of a data directory, brought to the newest schema when it is opened. */
public final class Store implements AutoCloseable {
  /**
   * The data directory has a lock of its own. What is overwritten stays for some seconds, in case
   * the power goes before the operating system has written what replaces it.
   */
  private static final String SETTINGS =
      ";RETENTION_TIME=5000;FILE_LOCK=NO;DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=65536";

  /**
   * Puts what was committed into the file. Without the delay that makes this necessary the database
   * would not tidy up beside its work, and grow without end (measured: 2 KB a record of 330 bytes,
   * against 0.6 KB).
   */
  private static final String FLUSH = "CHECKPOINT SYNC";

  private final Database database;
  private final NodeStore nodes;
  private final ArtifactStore artifacts;
  private final RolloutStore rollouts;
  private final ExperimentStore experiments;
  private final TelemetryStore telemetry;

  private Store(Database database) {
    this.database = database;
    this.nodes = new NodeStore(database);
    this.artifacts = new ArtifactStore(database);
    this.rollouts = new RolloutStore(database);
    this.experiments = new ExperimentStore(database);
    this.telemetry = new TelemetryStore(database);
  }

  /**
   * Opens the database in a file, and makes it if there is none.
   *
   * @param file without the suffix that the database gives it
   */
  public static Store open(Path file) {
    return open("file:" + file.toAbsolutePath());
  }

  /** Opens the database in a file, said as the database says it. */
  static Store open(String file) {
    Database database = new Database("jdbc:h2:" + file + SETTINGS, FLUSH);
    try {
      Flyway.configure()
          .dataSource(database.source())
          .placeholders(Map.of("text", "CLOB"))
          .load()
          .migrate();
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
    return new Store(database);
  }

  /** Nodes, and what should run on them. */
  public NodeStore nodes() {
    return nodes;
  }

  /** What artifacts there are; their content is in files. */
  public ArtifactStore artifacts() {
    return artifacts;
  }

  /** Rollouts with their audit log. */
  public RolloutStore rollouts() {
    return rollouts;
  }

  /** Experiments with their trials. */
  public ExperimentStore experiments() {
    return experiments;
  }

  /** Telemetry, and how far it is complete. */
  public TelemetryStore telemetry() {
    return telemetry;
  }

  @Override
  public void close() {
    database.close();
  }
}
