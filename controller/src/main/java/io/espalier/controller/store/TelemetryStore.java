package io.espalier.controller.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Telemetry, and how far it is complete: records and marks change together or not at all. */
public final class TelemetryStore {
  /** Removed in one go: what is written meanwhile waits for it. */
  private static final int MOST_REMOVED = 20_000;

  /** Held until the end of the transaction. */
  private static final String TURN = "SELECT up_to FROM progress WHERE work = ? FOR UPDATE";

  /** Epochs in one statement. */
  private static final int SLICE = 500;

  private final Database database;

  TelemetryStore(Database database) {
    this.database = database;
  }

  /**
   * A record to keep.
   *
   * @param node whose
   * @param epoch of that node
   * @param seq its number in the epoch
   * @param kind last level of its topic
   * @param at by the node's clock
   * @param payload in its JSON
   */
  public record Sample(
      String node, long epoch, long seq, String kind, Instant at, String payload) {}

  /**
   * A record that was kept.
   *
   * @param number grows in the order in which records were kept
   * @param sample the record
   */
  public record Numbered(long number, Sample sample) {}

  /**
   * How far the records of an epoch are kept.
   *
   * @param node whose
   * @param epoch of that node
   * @param upTo every number up to this one is kept or known to be lost; −1 for none
   * @param ahead the ranges kept after it, as {@code 7-9,12-12}
   * @param dropped how many are known to be lost
   */
  public record Mark(String node, long epoch, long upTo, String ahead, long dropped) {}

  /**
   * One start of a node.
   *
   * @param node which
   * @param epoch of it
   */
  public record Epoch(String node, long epoch) {}

  /**
   * What is to be kept.
   *
   * @param samples that are new
   * @param marks that are right once they are kept
   */
  public record Change(Collection<Sample> samples, Collection<Mark> marks) {}

  /** Says what is to be kept. */
  @FunctionalInterface
  public interface Decision {
    /** That, where these are the marks; an epoch without one is new. May be asked again. */
    Change on(List<Mark> marks);
  }

  /**
   * How much there is.
   *
   * @param stored records
   * @param dropped records known to be lost
   */
  public record Totals(long stored, long dropped) {}

  /**
   * Which records to read.
   *
   * @param node only of that node; of all where absent
   * @param kind only of that kind; of all where absent
   * @param from only made at that time or later, by the node's clock; from the first where absent
   * @param to only made before that time, by the node's clock; to the last where absent
   */
  public record Filter(
      @Nullable String node, @Nullable String kind, @Nullable Instant from, @Nullable Instant to) {
    /** All records. */
    public static final Filter ALL = new Filter(null, null, null, null);

    /** Those of a node and a kind, each where it is given. */
    public static Filter of(@Nullable String node, @Nullable String kind) {
      return new Filter(node, kind, null, null);
    }
  }

  /** Keeps records, with the marks that are right once they are. */
  public void save(Collection<Sample> samples, Collection<Mark> marks) {
    store(List.of(), known -> new Change(samples, marks));
  }

  /**
   * Keeps what is decided to be kept, all or nothing. One batch is stored at a time, whoever stores
   * it: so marks are those of all that is kept, which tell what came before from what is new, and a
   * number that was read is followed by none that is smaller.
   *
   * @param epochs whose marks it is decided on
   */
  public void store(Collection<Epoch> epochs, Decision decision) {
    database.transaction(
        "save telemetry",
        connection -> {
          Database.rows(connection, TURN, row -> row.getLong(1), "storing");
          Change change = decision.on(marks(connection, List.copyOf(epochs)));
          database.records().write(connection, change.samples());
          write(connection, change.marks());
          return change.samples().size();
        });
  }

  /** Those of some records that the database refuses, and why; none of them is kept. */
  public Map<Sample, String> unfit(Collection<Sample> samples) {
    return database.trial(
        "try telemetry",
        connection -> {
          Map<Sample, String> unfit = new LinkedHashMap<>();
          for (Sample sample : samples) {
            Savepoint before = connection.setSavepoint();
            try {
              database.records().write(connection, List.of(sample));
            } catch (SQLException e) {
              if (!StoreException.isOfData(e)) {
                throw e;
              }
              unfit.put(sample, StoreException.reason(e));
            }
            connection.rollback(before);
          }
          return unfit;
        });
  }

  /** The mark of an epoch, if any of its records is kept. */
  public Optional<Mark> mark(String node, long epoch) {
    return database
        .query(
            "read mark",
            "SELECT node, epoch, up_to, ahead, dropped FROM marks WHERE node = ? AND epoch = ?",
            TelemetryStore::mark,
            node,
            epoch)
        .stream()
        .findFirst();
  }

  /** How much there is. */
  public Totals totals() {
    return database
        .query(
            "count telemetry",
            "SELECT (SELECT COUNT(*) FROM telemetry) AS stored,"
                + " (SELECT COALESCE(SUM(dropped), 0) FROM marks) AS dropped",
            row -> new Totals(row.getLong("stored"), row.getLong("dropped")))
        .get(0);
  }

  /**
   * Records in the order in which they were kept.
   *
   * @param after the number of the record before the first
   * @param filter which of them
   * @param most how many at most
   */
  public List<Numbered> read(long after, Filter filter, int most) {
    return select(after, filter, "number", most);
  }

  /** The newest records, in the order in which they were kept. */
  public List<Numbered> newest(Filter filter, int most) {
    List<Numbered> backwards = new ArrayList<>(select(0, filter, "number DESC", most));
    Collections.reverse(backwards);
    return backwards;
  }

  /**
   * Makes room: removes some of the oldest records where there are more than are to be kept.
   *
   * @param most records to be kept, at least 1
   * @return how many were removed; 0 when there are no more than that
   */
  public int trim(long most) {
    return database.drivenTransaction(
        "remove old telemetry",
        connection -> {
          long last = number(connection, "SELECT MAX(number) FROM telemetry");
          return remove(connection, last - most + 1);
        });
  }

  /**
   * Notes that all records there are now came before that time.
   *
   * @param now by the controller's clock
   */
  public void noteArrival(Instant now) {
    database.drivenTransaction(
        "note arrivals",
        connection ->
            Database.update(
                connection,
                "INSERT INTO arrivals (at, up_to) SELECT ?, COALESCE(MAX(number), 0) FROM telemetry"
                    + " ON CONFLICT DO NOTHING",
                Database.time(now)));
  }

  /**
   * Makes room: removes some of the records that came long ago.
   *
   * @param before that came then or later are kept
   * @return how many were removed; 0 when there are no more
   */
  public int removeArrived(Instant before) {
    return database.drivenTransaction(
        "remove old telemetry",
        connection -> {
          var time = Database.time(before);
          long last = number(connection, "SELECT MAX(up_to) FROM arrivals WHERE at <= ?", time);
          int removed = remove(connection, last + 1);
          if (removed == 0) {
            Database.update(
                connection, "DELETE FROM arrivals WHERE at < ? AND up_to < ?", time, last);
          }
          return removed;
        });
  }

  /** Removes some records before a number, the oldest first, none that is not rolled up yet. */
  private static int remove(Connection connection, long firstKept) throws SQLException {
    long first = number(connection, "SELECT MIN(number) FROM telemetry");
    long rolledUp =
        number(connection, "SELECT up_to FROM progress WHERE work = ?", HistoryStore.WORK);
    long before = Math.min(Math.min(firstKept, rolledUp + 1), first + MOST_REMOVED);
    return first == 0 || first >= before
        ? 0
        : Database.update(connection, "DELETE FROM telemetry WHERE number < ?", before);
  }

  /** A number; 0 where there is none. */
  private static long number(Connection connection, String sql, Object... arguments)
      throws SQLException {
    return Database.rows(connection, sql, row -> row.getLong(1), arguments).get(0);
  }

  private List<Numbered> select(long after, Filter filter, String order, int most) {
    StringBuilder sql =
        new StringBuilder(
            "SELECT number, node, epoch, seq, kind, at, payload FROM telemetry"
                + " WHERE number > ?");
    List<Object> arguments = new ArrayList<>(List.of(after));
    if (filter.node() != null) {
      sql.append(" AND node = ?");
      arguments.add(filter.node());
    }
    if (filter.kind() != null) {
      sql.append(" AND kind = ?");
      arguments.add(filter.kind());
    }
    if (filter.from() != null) {
      sql.append(" AND at >= ?");
      arguments.add(Database.time(filter.from()));
    }
    if (filter.to() != null) {
      sql.append(" AND at < ?");
      arguments.add(Database.time(filter.to()));
    }
    sql.append(" ORDER BY ").append(order).append(" FETCH FIRST ? ROWS ONLY");
    arguments.add(most);
    return database.query(
        "read telemetry", sql.toString(), TelemetryStore::numbered, arguments.toArray());
  }

  static Numbered numbered(ResultSet row) throws SQLException {
    return new Numbered(
        row.getLong("number"),
        new Sample(
            row.getString("node"),
            row.getLong("epoch"),
            row.getLong("seq"),
            row.getString("kind"),
            Database.instant(row, "at"),
            row.getString("payload")));
  }

  private static List<Mark> marks(Connection connection, List<Epoch> epochs) throws SQLException {
    List<Mark> marks = new ArrayList<>();
    for (int first = 0; first < epochs.size(); first += SLICE) {
      List<Epoch> slice = epochs.subList(first, Math.min(first + SLICE, epochs.size()));
      marks.addAll(
          Database.rows(
              connection,
              "SELECT node, epoch, up_to, ahead, dropped FROM marks WHERE (node, epoch) IN ("
                  + String.join(", ", Collections.nCopies(slice.size(), "(?, ?)"))
                  + ")",
              TelemetryStore::mark,
              slice.stream()
                  .flatMap(epoch -> Stream.<Object>of(epoch.node(), epoch.epoch()))
                  .toArray()));
    }
    return marks;
  }

  /** A statement for each would be what storing takes: there is a mark for every node. */
  private static void write(Connection connection, Collection<Mark> marks) throws SQLException {
    List<Object[]> rows =
        marks.stream()
            .map(
                mark ->
                    new Object[] {
                      mark.upTo(), mark.ahead(), mark.dropped(), mark.node(), mark.epoch()
                    })
            .toList();
    Database.putAll(
        connection,
        "UPDATE marks SET up_to = ?, ahead = ?, dropped = ? WHERE node = ? AND epoch = ?",
        "INSERT INTO marks (up_to, ahead, dropped, node, epoch) VALUES (?, ?, ?, ?, ?)",
        rows);
  }

  private static Mark mark(ResultSet row) throws SQLException {
    return new Mark(
        row.getString("node"),
        row.getLong("epoch"),
        row.getLong("up_to"),
        row.getString("ahead"),
        row.getLong("dropped"));
  }
}
