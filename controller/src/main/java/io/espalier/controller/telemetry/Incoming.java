package io.espalier.controller.telemetry;

import io.espalier.controller.telemetry.TelemetryKind.Decoded;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.DroppedSamples;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message, read: either a record of the node whose topic it came on, or a complaint.
 *
 * @param topic it came on
 * @param payload not copied
 * @param node of the topic; absent where that is no node's
 * @param level last level of the topic
 * @param stamp which record it is; also of one that is refused, where it says that much
 * @param dropped which records it stands for; absent but for that kind
 * @param complaint why it is refused; absent for a record
 */
@SuppressWarnings("ArrayRecordComponent")
record Incoming(
    String topic,
    byte[] payload,
    @Nullable NodeId node,
    String level,
    @Nullable Stamp stamp,
    @Nullable DroppedSamples dropped,
    @Nullable String complaint) {
  private static final int MOST_BYTES = 64 << 10;

  /** Exact in every JSON reader, and far from where additions overflow. */
  private static final long HIGHEST_NUMBER = 1L << 53;

  /** What every database has a time for; a clock that was never set is within. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** The part of every record that says which it is; the rest may be anything. */
  private record Numbered(Stamp stamp) {}

  /** Reads a message. */
  static Incoming of(Topics topics, InboundMessage message) {
    String level = topics.telemetryKind(message.topic());
    NodeId node = null;
    try {
      node = topics.nodeOf(message.topic());
      Decoded record = record(node, level, message.payload());
      return new Incoming(
          message.topic(), message.payload(), node, level, record.stamp(), record.dropped(), null);
    } catch (MalformedMessageException | IllegalArgumentException e) {
      return new Incoming(
          message.topic(),
          message.payload(),
          node,
          level,
          node == null ? null : stampAtLeast(message.payload()),
          null,
          String.valueOf(e.getMessage()));
    }
  }

  private static Decoded record(NodeId node, String level, byte[] payload)
      throws MalformedMessageException {
    TelemetryKind kind = TelemetryKind.of(level);
    if (kind == null) {
      throw new IllegalArgumentException("telemetry: expected a known kind, found '" + level + "'");
    }
    if (payload.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "telemetry: expected at most %d bytes, found %d".formatted(MOST_BYTES, payload.length));
    }
    Decoded record = kind.decode(payload);
    if (!record.node().equals(node)) {
      throw new IllegalArgumentException("node " + record.node() + " speaks on another's topic");
    }
    requireInRange(record.stamp().seq());
    requireInRange(record.stamp().at());
    DroppedSamples dropped = record.dropped();
    if (dropped != null) {
      requireInRange(dropped.last());
    }
    return record;
  }

  /**
   * Null where it does not even say which it is: what comes after will be told to go on without.
   */
  private static @Nullable Stamp stampAtLeast(byte[] payload) {
    try {
      Stamp stamp = MessageCodec.decode(payload, Numbered.class).stamp();
      return stamp.seq() >= 0 && stamp.seq() <= HIGHEST_NUMBER ? stamp : null;
    } catch (MalformedMessageException e) {
      return null;
    }
  }

  private static void requireInRange(long number) {
    if (number < 0 || number > HIGHEST_NUMBER) {
      throw new IllegalArgumentException(
          "number of a record: expected 0 to %d, found %d".formatted(HIGHEST_NUMBER, number));
    }
  }

  private static void requireInRange(Instant at) {
    if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "time of a record: expected %s to %s, found %s".formatted(EARLIEST, LATEST, at));
    }
  }
}
