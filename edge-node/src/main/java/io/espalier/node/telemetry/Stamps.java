package io.espalier.node.telemetry;

import io.espalier.shared.fleet.Stamp;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Numbers and dates the records of one start of the agent. Thread-safe. */
public final class Stamps {
  private final long epoch;
  private final InstantSource clock;
  private final BooleanSupplier clockSynchronised;
  private final AtomicLong next = new AtomicLong();

  /**
   * Stamps that start at sequence number 0.
   *
   * @param epoch number of the agent's start
   * @param clock the node's own
   * @param clockSynchronised whether that clock is known to be set by the network
   */
  public Stamps(long epoch, InstantSource clock, BooleanSupplier clockSynchronised) {
    this.epoch = epoch;
    this.clock = clock;
    this.clockSynchronised = clockSynchronised;
  }

  /** Number of the agent's start. */
  public long epoch() {
    return epoch;
  }

  /** The next stamp. */
  public Stamp next() {
    return new Stamp(
        Stamp.SCHEMA,
        epoch,
        next.getAndIncrement(),
        clock.instant(),
        clockSynchronised.getAsBoolean());
  }
}
