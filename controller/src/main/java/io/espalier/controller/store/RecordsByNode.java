package io.espalier.controller.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Gives {@code telemetry} an index by node in the order of its numbers, which readers of one node
 * go by, in place of the one by (node, epoch, seq): that a record is there once is for the marks to
 * say, in the transaction that keeps it. In Java, for every database has another name for a rule
 * that was given none.
 */
final class RecordsByNode implements JavaMigration {
  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("7");
  }

  @Override
  public String getDescription() {
    return "records by node";
  }

  @Override
  public @Nullable Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    List<String> rules =
        Database.rows(
            connection,
            "SELECT constraint_name FROM information_schema.table_constraints"
                + " WHERE constraint_type = 'UNIQUE' AND table_schema = CURRENT_SCHEMA"
                + " AND LOWER(table_name) = 'telemetry'",
            row -> row.getString(1));
    for (String rule : rules) {
      Database.update(connection, "ALTER TABLE telemetry DROP CONSTRAINT \"" + rule + "\"");
    }
    Database.update(connection, "CREATE INDEX telemetry_by_node ON telemetry (node, number)");
  }
}
