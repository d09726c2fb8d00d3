package io.espalier.controller.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections and transactions, so that queries are all that the stores have to say. */
final class Database implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 6;

  /** A server that is away is said to be, and not waited for. */
  private static final long PATIENCE_MILLIS = 10_000;

  private final HikariDataSource connections;
  private final Dialect dialect;
  private final Fence fence;

  /** Something done over one connection. */
  @FunctionalInterface
  interface Work<T> {
    T over(Connection connection) throws SQLException;
  }

  /** Something made of the current row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * The database at an address.
   *
   * @throws StoreException if it cannot be had
   */
  Database(StoreAddress address) {
    this.dialect = address.dialect();
    this.fence = new Fence(address.isShared());
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setDataSourceProperties(address.properties());
    config.setPoolName("store");
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setAutoCommit(false);
    try {
      this.connections = new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw new StoreException("open " + address, e);
    }
  }

  PoolCounts pool() {
    HikariPoolMXBean pool = connections.getHikariPoolMXBean();
    return new PoolCounts(
        pool.getActiveConnections(),
        pool.getIdleConnections(),
        pool.getThreadsAwaitingConnection(),
        connections.getMaximumPoolSize());
  }

  /** Whether several controllers can have it at the same time. */
  boolean isShared() {
    return dialect == Dialect.POSTGRESQL;
  }

  /** How records get into it. */
  RecordWriter records() {
    return dialect.records();
  }

  Fence fence() {
    return fence;
  }

  HikariDataSource source() {
    return connections;
  }

  /** Does all of it, so that it outlives this process however that ends, or nothing of it. */
  <T> T transaction(String what, Work<T> work) {
    return over(
        what,
        connection -> {
          T result = work.over(connection);
          connection.commit();
          if (!dialect.afterCommit().isEmpty()) {
            update(connection, dialect.afterCommit());
          }
          return result;
        });
  }

  /** The same, but nothing of it if another controller drives than this one. */
  <T> T drivenTransaction(String what, Work<T> work) {
    return transaction(
        what,
        connection -> {
          fence.pass(connection);
          return work.over(connection);
        });
  }

  /** Does it, and then undoes all of it. */
  <T> T trial(String what, Work<T> work) {
    return over(
        what,
        connection -> {
          T result = work.over(connection);
          connection.rollback();
          return result;
        });
  }

  /** All rows of a query. */
  <T> List<T> query(String what, String sql, Row<T> row, @Nullable Object... arguments) {
    return over(
        what,
        connection -> {
          List<T> found = rows(connection, sql, row, arguments);
          connection.commit();
          return found;
        });
  }

  static <T> List<T> rows(
      Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(row.read(rows));
        }
      }
      return found;
    }
  }

  static int update(Connection connection, String sql, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      return statement.executeUpdate();
    }
  }

  /**
   * Changes the row or adds it, in words that every database knows.
   *
   * @param update ends with the same arguments, in the same order, as {@code insert} has
   */
  static void put(
      Connection connection, String update, String insert, @Nullable Object... arguments)
      throws SQLException {
    if (update(connection, update, arguments) == 0) {
      update(connection, insert, arguments);
    }
  }

  /**
   * Changes each row or adds it, all in two goes.
   *
   * @param update ends with the same arguments, in the same order, as {@code insert} has
   */
  static void putAll(Connection connection, String update, String insert, Collection<Object[]> rows)
      throws SQLException {
    int[] changed = batch(connection, update, rows);
    List<Object[]> missing = new ArrayList<>();
    int n = 0;
    for (Object[] row : rows) {
      if (changed[n++] == 0) {
        missing.add(row);
      }
    }
    batch(connection, insert, missing);
  }

  /**
   * Does the same with the arguments of each row, all at once.
   *
   * @return how many rows each of them changed
   */
  static int[] batch(Connection connection, String sql, Collection<Object[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  @Override
  public void close() {
    connections.close();
  }

  private <T> T over(String what, Work<T> work) {
    try (Connection connection = connections.getConnection()) {
      try {
        return work.over(connection);
      } catch (SQLException | RuntimeException e) {
        giveUp(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException(what, e);
    }
  }

  /**
   * Undoes what was begun. A database that could not write closes itself and stays closed for those
   * who have a connection; without one left it is opened again for the next who wants one.
   */
  private void giveUp(Connection connection, Exception why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
    if (why instanceof SQLException e && !StoreException.isOfData(e)) {
      connections.evictConnection(connection);
      connections.getHikariPoolMXBean().softEvictConnections();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }
}
