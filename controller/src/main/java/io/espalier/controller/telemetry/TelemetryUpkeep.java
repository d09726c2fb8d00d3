package io.espalier.controller.telemetry;

import io.espalier.controller.store.HistoryStore;
import io.espalier.controller.store.Retention;
import io.espalier.controller.store.TelemetryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Adds up what telemetry comes to, and removes what has been kept long enough: by the time at which
 * it came, for the clocks of nodes lie, and by a number, for the disk has an end. A little at a
 * time, so that what is stored meanwhile does not wait, and so that it may end at any moment.
 * Blocks; belongs to one thread at a time.
 */
public final class TelemetryUpkeep {
  private static final int AT_ONCE = 20_000;
  private static final Duration NOTE_EVERY = Duration.ofMinutes(1);

  private final TelemetryStore records;
  private final HistoryStore history;
  private final Retention keep;
  private final Clock clock;
  private Instant noted = Instant.EPOCH;

  /** What keeps a store from filling its disk. */
  public TelemetryUpkeep(
      TelemetryStore records, HistoryStore history, Retention keep, Clock clock) {
    this.records = records;
    this.history = history;
    this.keep = keep;
    this.clock = clock;
  }

  /**
   * Does a little of what is to be done.
   *
   * @return whether there may be more
   */
  public boolean step() {
    // The fewer records at once, the more it costs to add each: what is left waits for others.
    if (history.rollUp(Metric::values, AT_ONCE) == AT_ONCE) {
      return true;
    }
    Instant now = clock.instant();
    if (!now.isBefore(noted.plus(NOTE_EVERY))) {
      records.noteArrival(now);
      history.removeMinutes(now.minus(keep.minutes()));
      noted = now;
    }
    return records.removeArrived(now.minus(keep.raw())) > 0 || records.trim(keep.records()) > 0;
  }
}
