package io.espalier.shared.fleet;

import java.time.Instant;

/**
 * Which record this is and when it was made. The pair (epoch, seq) orders the records of a node;
 * the time is for people, for clocks lie: a board without a battery starts in 1970.
 *
 * @param schema version of the record, {@link #SCHEMA}
 * @param epoch number of the agent's start, growing from one to the next
 * @param seq number of the record in its epoch
 * @param at wall-clock time by the node's own clock
 * @param clockSynchronised whether that clock was set by the network
 */
public record Stamp(int schema, long epoch, long seq, Instant at, boolean clockSynchronised) {
  /** The version of records that this build writes. */
  public static final int SCHEMA = 1;

  /**
   * @throws IllegalArgumentException for a schema that this build does not know
   */
  public Stamp {
    if (schema != SCHEMA) {
      throw new IllegalArgumentException("record schema: expected " + SCHEMA + ", found " + schema);
    }
  }
}
