package io.espalier.controller.store;

import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** What a controller must not forget, in a database that is brought to the newest schema. */
public final class Store implements AutoCloseable {
  private final StoreAddress address;
  private final Database database;
  private final NodeStore nodes;
  private final ArtifactStore artifacts;
  private final RolloutStore rollouts;
  private final ExperimentStore experiments;
  private final RunFileStore runFiles;
  private final TelemetryStore telemetry;
  private final HistoryStore history;
  private final TokenStore tokens;
  private final AnswerStore answers;

  private Store(StoreAddress address, Database database) {
    this.address = address;
    this.database = database;
    this.nodes = new NodeStore(database);
    this.artifacts = new ArtifactStore(database);
    this.rollouts = new RolloutStore(database);
    this.experiments = new ExperimentStore(database);
    this.runFiles = new RunFileStore(database);
    this.telemetry = new TelemetryStore(database);
    this.history = new HistoryStore(database);
    this.tokens = new TokenStore(database);
    this.answers = new AnswerStore(database);
  }

  /**
   * Opens a database, and makes one where there is none.
   *
   * @throws StoreException if it cannot be had
   */
  public static Store open(StoreAddress address) {
    Database database = new Database(address);
    try {
      Flyway.configure()
          .dataSource(database.source())
          .placeholders(address.dialect().types())
          .javaMigrations(new RecordsByNode())
          .load()
          .migrate();
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
    return new Store(address, database);
  }

  /**
   * Opens the database in a file, and makes it if there is none.
   *
   * @param file without the suffix that the database gives it
   */
  public static Store open(Path file) {
    return open(StoreAddress.file(file));
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

  /** Files of experiments that other controllers may need. */
  public RunFileStore runFiles() {
    return runFiles;
  }

  /** Telemetry, and how far it is complete. */
  public TelemetryStore telemetry() {
    return telemetry;
  }

  /** Tokens of the HTTP interface. */
  public TokenStore tokens() {
    return tokens;
  }

  /** Answers to requests that may be sent again. */
  public AnswerStore answers() {
    return answers;
  }

  /** Connections to it at this moment. */
  public PoolCounts pool() {
    return database.pool();
  }

  /**
   * Asks it for the version of its schema, the cheapest question that only a store which was
   * brought up to date can answer.
   *
   * @throws StoreException if it does not answer
   */
  public void ping() {
    database.query(
        "ask",
        "SELECT MAX(\"installed_rank\") FROM \"flyway_schema_history\"",
        row -> row.getString(1));
  }

  /** The lock of whoever drives; empty where nobody else can have this store. */
  public Optional<LeaderLock> leaderLock() {
    return address.isShared()
        ? Optional.of(new LeaderLock(address, database.fence()))
        : Optional.empty();
  }

  /** All of it, for a backup. */
  public Snapshot snapshot() {
    return new Snapshot(database);
  }

  /** What telemetry comes to over time. */
  public HistoryStore history() {
    return history;
  }

  @Override
  public void close() {
    database.close();
  }
}
