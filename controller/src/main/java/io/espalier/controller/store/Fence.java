package io.espalier.controller.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Refuses what only who drives may write, once another does. In a store that nobody else can have
 * it refuses nothing.
 */
final class Fence {
  private static final String TERM =
      "SELECT term FROM leadership WHERE name = 'driver' AND term = ? FOR SHARE";

  private final boolean shared;
  private volatile long term = -1;

  Fence(boolean shared) {
    this.shared = shared;
  }

  /** From now on this process writes in that term. */
  void raise(long newTerm) {
    this.term = newTerm;
  }

  /**
   * Lets a transaction go on in the term of this process; until it ends no other begins.
   *
   * @throws SQLException if another drives
   */
  void pass(Connection connection) throws SQLException {
    if (shared && Database.rows(connection, TERM, row -> row.getLong(1), term).isEmpty()) {
      throw new SQLException("expected to be the controller that drives, found another does");
    }
  }
}
