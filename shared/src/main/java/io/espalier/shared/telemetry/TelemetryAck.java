package io.espalier.shared.telemetry;

import io.espalier.shared.fleet.NodeId;
import java.util.List;

/**
 * What the controller has stored of a node's telemetry. Only this lets a node forget a record: a
 * broker's acknowledgement proves nothing.
 *
 * @param schema version of this message, {@link #SCHEMA}
 * @param node whose records
 * @param marks one for each epoch of which records came lately
 */
public record TelemetryAck(int schema, NodeId node, List<Mark> marks) {
  /** The version of this message that this build writes. */
  public static final int SCHEMA = 1;

  /** Copies the marks. */
  public TelemetryAck {
    marks = List.copyOf(marks);
  }

  /**
   * How far the records of one epoch are stored.
   *
   * @param epoch of the records
   * @param upTo every record of a number up to and including this one is stored, or told to be
   *     dropped
   */
  public record Mark(long epoch, long upTo) {}
}
