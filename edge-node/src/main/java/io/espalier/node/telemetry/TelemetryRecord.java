package io.espalier.node.telemetry;

import java.util.Comparator;

/**
 * A record as it goes over the wire.
 *
 * @param epoch of the agent's start that made it
 * @param seq its number in that epoch
 * @param kind what it is about
 * @param payload the message; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record TelemetryRecord(long epoch, long seq, TelemetryKind kind, byte[] payload) {
  /** Of memory: the payload, and what Java adds for object, array and place in a queue. */
  private static final int OVERHEAD = 64;

  /** The order in which records are made. */
  static final Comparator<TelemetryRecord> ORDER =
      Comparator.comparingLong(TelemetryRecord::epoch).thenComparingLong(TelemetryRecord::seq);

  /** Bytes of memory that it takes, about. */
  public int cost() {
    return payload.length + OVERHEAD;
  }

  /** Whether it is behind that record in the order of all records. */
  boolean isAfter(long otherEpoch, long otherSeq) {
    return epoch != otherEpoch ? epoch > otherEpoch : seq > otherSeq;
  }
}
