package io.espalier.controller.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which numbers of one epoch of one node are accounted for: all up to a mark, and ranges after it.
 * Those between are missing so far.
 */
final class EpochMark {
  /** More holes than this are no loss on the way but a node that counts wrongly. */
  static final int MOST_RANGES = 256;

  /**
   * A node sends what is not acknowledged again from the oldest on. When it came this often with
   * the first number after a hole and never with the hole, it does not have that any more: longer
   * than another controller that has it in its hands may hang before the broker gives up on it.
   */
  static final int PATIENCE = 6;

  private final TreeMap<Long, Long> ahead = new TreeMap<>();
  private long upTo = -1;
  private long dropped;
  private int nudges;

  /** Nothing so far. */
  EpochMark() {}

  /**
   * As it was kept.
   *
   * @param ahead as {@link #ahead()} writes it
   * @throws IllegalArgumentException if it is written otherwise
   */
  EpochMark(long upTo, String ahead, long dropped) {
    this.upTo = upTo;
    this.dropped = dropped;
    for (String range : ahead.isEmpty() ? new String[0] : ahead.split(",", -1)) {
      int dash = range.indexOf('-');
      if (dash < 1) {
        throw new IllegalArgumentException("ranges: expected 7-9,12-12, found '" + ahead + "'");
      }
      this.ahead.put(
          Long.parseLong(range.substring(0, dash)), Long.parseLong(range.substring(dash + 1)));
    }
  }

  /** The same, as impatient as that one was if it waited for the same number. */
  EpochMark after(EpochMark before) {
    nudges = before.upTo == upTo ? before.nudges : 0;
    return this;
  }

  /** Every number up to this one is accounted for; −1 for none. */
  long upTo() {
    return upTo;
  }

  /** The ranges after the mark, as {@code 7-9,12-12}. */
  String ahead() {
    return ahead.entrySet().stream()
        .map(range -> range.getKey() + "-" + range.getValue())
        .collect(Collectors.joining(","));
  }

  /** How many numbers are accounted for without a record. */
  long dropped() {
    return dropped;
  }

  /** Whether a number is accounted for. */
  boolean has(long seq) {
    Map.Entry<Long, Long> range = ahead.floorEntry(seq);
    return seq <= upTo || (range != null && seq <= range.getValue());
  }

  /** Whether there is room for a number that is not next to another. */
  boolean takes(long seq) {
    return ahead.size() < MOST_RANGES || has(seq) || has(seq - 1) || has(seq + 1);
  }

  /** Accounts for one number that is not accounted for yet. */
  void add(long seq) {
    cover(seq, seq);
  }

  /**
   * Accounts for numbers whose records are gone.
   *
   * @return how many were not accounted for yet
   */
  long drop(long first, long last) {
    long gone = cover(first, last);
    dropped += gone;
    return gone;
  }

  /**
   * Takes note that the record of a number came again.
   *
   * @return how many numbers before it were given up for that; mostly none
   */
  long again(long seq) {
    if (ahead.isEmpty() || seq != ahead.firstKey() || ++nudges < PATIENCE) {
      return 0;
    }
    return drop(upTo + 1, seq - 1);
  }

  /** Returns how many of them were not accounted for before. */
  private long cover(long first, long last) {
    long wanted = Math.max(first, upTo + 1);
    if (last < wanted) {
      return 0;
    }
    long covered = last - wanted + 1;
    long from = wanted;
    long to = last;
    // Whatever overlaps or touches becomes one range with it.
    Map.Entry<Long, Long> other = ahead.floorEntry(to + 1);
    while (other != null && other.getValue() >= from - 1) {
      ahead.remove(other.getKey());
      long shared = Math.min(other.getValue(), last) - Math.max(other.getKey(), wanted) + 1;
      covered -= Math.max(0, shared);
      from = Math.min(from, other.getKey());
      to = Math.max(to, other.getValue());
      other = ahead.floorEntry(to + 1);
    }
    if (from == upTo + 1) {
      upTo = to;
      nudges = 0;
    } else {
      ahead.put(from, to);
    }
    return covered;
  }
}
