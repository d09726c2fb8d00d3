package io.espalier.controller.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of several controllers has it, and it alone may drive. It is a lock of a session of its own
 * at the database, which ends that session when nothing was heard over it for {@link
 * #SESSION_SECONDS}. Whoever has it believes so for a shorter time than that, from before it asked:
 * so nobody acts on it any more when another can get it. What is written nevertheless, by one that
 * stood still in between, is refused by its term.
 *
 * <p>Belongs to one thread, but for {@link #isHeld}.
 */
public final class LeaderLock implements AutoCloseable {
  private static final long KEY = 0x6573_7061_6c69_6572L;
  private static final int SESSION_SECONDS = 6;
  private static final long BELIEF_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final StoreAddress address;
  private final Fence fence;
  private @Nullable Connection session;
  private volatile boolean held;
  private volatile long askedAt;
  private volatile @Nullable String holder;

  LeaderLock(StoreAddress address, Fence fence) {
    this.address = address;
    this.fence = fence;
  }

  /** Whether it is ours at this moment. */
  public boolean isHeld() {
    return held && System.nanoTime() - askedAt < BELIEF_NANOS;
  }

  /** Where whoever has it is found, or had it last; empty if that is not known. */
  public Optional<String> holder() {
    return Optional.ofNullable(holder);
  }

  /**
   * Gets it if nobody has it, or makes sure that it is still ours. To be asked every second.
   *
   * @param self where others find who has it
   * @return whether it is ours
   * @throws StoreException if the database cannot be asked; it is not ours then
   */
  public boolean hold(String self) {
    long now = System.nanoTime();
    try {
      Connection connection = session == null ? connect() : session;
      session = connection;
      if (held) {
        ask(connection, "SELECT 1");
        askedAt = now;
      } else if (ask(connection, "SELECT CASE WHEN pg_try_advisory_lock(" + KEY + ") THEN 1 END")
          == 1) {
        fence.raise(begin(connection, self));
        askedAt = now;
        held = true;
        holder = self;
      } else {
        holder = address(connection);
      }
      return isHeld();
    } catch (SQLException e) {
      close();
      throw new StoreException("hold the lock of whoever drives", e);
    }
  }

  /** Gives it up, if it is ours. */
  @Override
  public void close() {
    held = false;
    Connection connection = session;
    session = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // It was lost already, and the lock with it.
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = address.properties();
    properties.setProperty("socketTimeout", "3");
    properties.setProperty("ApplicationName", "espalier-driver");
    Connection connection = DriverManager.getConnection(address.url(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET idle_session_timeout = '" + SESSION_SECONDS + "s'");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private static long begin(Connection connection, String self) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE leadership SET term = term + 1, address = ? WHERE name = 'driver'"
                + " RETURNING term")) {
      statement.setString(1, self);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static @Nullable String address(Connection connection) throws SQLException {
    return Database.rows(
            connection,
            "SELECT address FROM leadership WHERE name = 'driver' AND term > 0",
            row -> row.getString("address"))
        .stream()
        .findFirst()
        .orElse(null);
  }

  private static long ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }
}
