package io.espalier.controller.store;

import io.espalier.controller.process.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A PostgreSQL for tests: the one that is installed here in a directory of its own, else one in a
 * container where there is Docker. The test is skipped where there is neither.
 */
public final class Postgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
  private static final String IMAGE = "postgres:15-alpine";
  private static final int PORT = 5432;
  private static final String USER = LocalPostgres.USER;

  private final String base;
  private final AutoCloseable server;
  private final AtomicInteger databases = new AtomicInteger();

  private Postgres(String base, AutoCloseable server) {
    this.base = base;
    this.server = server;
  }

  /** Starts one, or skips the test. */
  public static Postgres start() throws IOException, InterruptedException {
    Optional<Path> installed = LocalPostgres.find();
    if (installed.isEmpty()) {
      Assumptions.assumeTrue(
          DockerClientFactory.instance().isDockerAvailable(),
          "needs PostgreSQL's programs below /usr/lib/postgresql, or Docker; found neither");
      LOG.info("database: container {}", IMAGE);
      return inContainer();
    }
    LOG.info("database: {}", installed.get());
    LocalPostgres local = LocalPostgres.start(installed.get(), LocalPostgres.Durability.NONE);
    return new Postgres(local.url(""), local);
  }

  /** A database that is empty. */
  public StoreAddress newDatabase() throws SQLException {
    String name = "test" + databases.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(base + "postgres", USER, null);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return StoreAddress.server(base + name, USER, null);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (Exception e) {
      LOG.warn("the database did not end cleanly", e);
    }
  }

  @SuppressWarnings("resource") // Closed with this.
  private static Postgres inContainer() {
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withEnv("POSTGRES_USER", USER)
            .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
            .withExposedPorts(PORT)
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", 2));
    container.start();
    return new Postgres(
        "jdbc:postgresql://%s:%d/".formatted(container.getHost(), container.getMappedPort(PORT)),
        container);
  }
}
