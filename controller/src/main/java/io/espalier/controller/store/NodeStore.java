package io.espalier.controller.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Nodes, and what should run on them. */
public final class NodeStore {
  private final Database database;

  NodeStore(Database database) {
    this.database = database;
  }

  /**
   * A node as it is kept; messages in their JSON.
   *
   * @param id which node
   * @param epoch the newest start of it that was heard of
   * @param descriptor what it said it is when it was last online
   * @param reported its newest
   * @param labels that were set here, an object of text
   * @param lastSeen when it was last heard of, by the controller's clock
   */
  public record Row(
      String id,
      long epoch,
      @Nullable String descriptor,
      @Nullable String reported,
      String labels,
      Instant lastSeen) {}

  /** Keeps nodes as they are now, all or none. */
  public void save(Collection<Row> nodes) {
    database.drivenTransaction(
        "save nodes",
        connection -> {
          for (Row node : nodes) {
            save(connection, node);
          }
          return nodes.size();
        });
  }

  /** All nodes, by id. */
  public List<Row> all() {
    return database.query(
        "read nodes",
        "SELECT id, epoch, descriptor, reported, labels, last_seen FROM nodes ORDER BY id",
        row ->
            new Row(
                row.getString("id"),
                row.getLong("epoch"),
                row.getString("descriptor"),
                row.getString("reported"),
                row.getString("labels"),
                Database.instant(row, "last_seen")));
  }

  /** Keeps what should run on nodes, all or nothing. */
  public void saveDesired(Map<String, String> stateByNode) {
    database.drivenTransaction(
        "save desired states",
        connection -> {
          for (Map.Entry<String, String> desired : stateByNode.entrySet()) {
            Database.put(
                connection,
                "UPDATE desired_states SET state = ? WHERE node = ?",
                "INSERT INTO desired_states (state, node) VALUES (?, ?)",
                desired.getValue(),
                desired.getKey());
          }
          return stateByNode.size();
        });
  }

  /** Forgets that something should run on nodes. */
  public void clearDesired(Collection<String> nodes) {
    database.drivenTransaction(
        "clear desired states",
        connection -> {
          for (String node : nodes) {
            Database.update(connection, "DELETE FROM desired_states WHERE node = ?", node);
          }
          return nodes.size();
        });
  }

  /** What should run, by node. */
  public Map<String, String> desired() {
    return database
        .query(
            "read desired states",
            "SELECT node, state FROM desired_states",
            row -> Map.entry(row.getString("node"), row.getString("state")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void save(Connection connection, Row node) throws SQLException {
    Database.put(
        connection,
        "UPDATE nodes SET epoch = ?, descriptor = ?, reported = ?, labels = ?, last_seen = ?"
            + " WHERE id = ?",
        "INSERT INTO nodes (epoch, descriptor, reported, labels, last_seen, id)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        node.epoch(),
        node.descriptor(),
        node.reported(),
        node.labels(),
        Database.time(node.lastSeen()),
        node.id());
  }
}
