package io.espalier.controller.store;

import io.espalier.controller.store.TelemetryStore.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Puts records of telemetry into a database, many at once. */
@FunctionalInterface
interface RecordWriter {
  /** Puts them there, in that order, as a part of the connection's transaction. */
  void write(Connection connection, Collection<Sample> samples) throws SQLException;

  /** In the words that every database knows. */
  static void insert(Connection connection, Collection<Sample> samples) throws SQLException {
    if (samples.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO telemetry (node, epoch, seq, kind, at, payload)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      for (Sample sample : samples) {
        statement.setString(1, sample.node());
        statement.setLong(2, sample.epoch());
        statement.setLong(3, sample.seq());
        statement.setString(4, sample.kind());
        statement.setObject(5, Database.time(sample.at()));
        statement.setString(6, sample.payload());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
