package io.espalier.controller.store;

import io.espalier.controller.store.TelemetryStore.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Puts records of telemetry into a database, many at once. */
@FunctionalInterface
interface RecordWriter {
  /** Puts them there, in that order, as a part of the connection's transaction. */
  void write(Connection connection, Collection<Sample> samples) throws SQLException;

  /** In the words that every database knows. */
  static void insert(Connection connection, Collection<Sample> samples) throws SQLException {
    Database.batch(
        connection,
        "INSERT INTO telemetry (node, epoch, seq, kind, at, payload) VALUES (?, ?, ?, ?, ?, ?)",
        samples.stream()
            .map(
                sample ->
                    new Object[] {
                      sample.node(),
                      sample.epoch(),
                      sample.seq(),
                      sample.kind(),
                      Database.time(sample.at()),
                      sample.payload()
                    })
            .toList());
  }
}
