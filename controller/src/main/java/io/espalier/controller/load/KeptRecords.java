package io.espalier.controller.load;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.SystemSample;
import java.time.Duration;
import java.time.Instant;

/**
 * What one node has not been told to be stored. Of a record only the time is kept; the rest follows
 * from its number. Belongs to one thread.
 */
final class KeptRecords {
  /** The only start of a node that does not exist. */
  static final long EPOCH = 1;

  /** As a node waits for word of what it sent before it sends all of it again. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  /** As a node takes word of later records only for a sign that the oldest was lost. */
  private static final long HOLE_NANOS = Duration.ofSeconds(5).toNanos();

  private static final int MOST_DOUBLINGS = 4;
  private static final long MEBI = 1 << 20;

  private final NodeId node;
  private final byte[] topic;
  private long[] madeAt = new long[64];
  private long first;
  private long cursor;
  private long next;
  private long newsAt;
  private int attempts;
  private int holes;

  KeptRecords(NodeId node, String topic) {
    this.node = node;
    this.topic = MqttWire.topic(topic);
  }

  NodeId node() {
    return node;
  }

  byte[] topic() {
    return topic;
  }

  /** A new record. */
  void make(long nanos) {
    if (next - first == madeAt.length) {
      grow();
    }
    if (first == next) {
      newsAt = nanos;
    }
    madeAt[slot(next)] = nanos;
    next++;
  }

  /** Whether there is a record to be sent. */
  boolean hasNext() {
    return cursor < next;
  }

  /** The next record to be sent. */
  byte[] next(Instant origin, long originNanos) {
    Instant at = origin.plusNanos(madeAt[slot(cursor)] - originNanos);
    return MessageCodec.encode(sample(new Stamp(Stamp.SCHEMA, EPOCH, cursor++, at, true)));
  }

  /**
   * Everything up to a number is stored.
   *
   * @param times gets how long each of them took
   * @return whether there is something to be sent again
   */
  boolean acknowledged(long upTo, long nanos, AckTimes times) {
    attempts = 0;
    if (upTo < first) {
      if (first == next || nanos - newsAt < HOLE_NANOS << holes) {
        return false;
      }
      holes = Math.min(holes + 1, MOST_DOUBLINGS);
      return rewind(nanos);
    }
    holes = 0;
    newsAt = nanos;
    while (first <= upTo && first < next) {
      times.add(madeAt[slot(first)], nanos);
      first++;
    }
    cursor = Math.max(cursor, first);
    return false;
  }

  /** Sends all again that nobody has had a word for in a long time; false for nothing to send. */
  boolean isOverdue(long nanos) {
    if (first == next || nanos - newsAt < PATIENCE_NANOS << attempts) {
      return false;
    }
    attempts = Math.min(attempts + 1, MOST_DOUBLINGS);
    return rewind(nanos);
  }

  /** When the oldest of them was made; {@code otherwise} without any. */
  long oldest(long otherwise) {
    return first == next ? otherwise : madeAt[slot(first)];
  }

  private boolean rewind(long nanos) {
    newsAt = nanos;
    cursor = first;
    return true;
  }

  private SystemSample sample(Stamp stamp) {
    double load = stamp.seq() % 1_000 / 10.0;
    return new SystemSample(
        stamp,
        node,
        load,
        (64 + stamp.seq() % 8) * MEBI,
        load,
        512 * MEBI,
        1_024 * MEBI,
        48.5,
        stamp.seq() * 100,
        0L);
  }

  private void grow() {
    long[] larger = new long[2 * madeAt.length];
    for (long seq = first; seq < next; seq++) {
      larger[(int) (seq % larger.length)] = madeAt[slot(seq)];
    }
    madeAt = larger;
  }

  private int slot(long seq) {
    return (int) (seq % madeAt.length);
  }
}
