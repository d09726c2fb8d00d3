package io.espalier.controller.telemetry;

import io.espalier.controller.store.HistoryStore;
import io.espalier.controller.store.Retention;
import io.espalier.controller.store.TelemetryStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up what telemetry comes to, and removes what has been kept long enough: by the time at which
 * it came, for the clocks of nodes lie, and by a number, for the disk has an end. A little at a
 * time, so that what is stored meanwhile does not wait, and so that it may end at any moment.
 */
public final class TelemetryRetention extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryRetention.class);
  private static final long LOOK_MILLIS = 10_000;
  private static final int AT_ONCE = 20_000;
  private static final Duration NOTE_EVERY = Duration.ofMinutes(1);

  private final TelemetryStore records;
  private final HistoryStore history;
  private final WorkerExecutor storeThreads;
  private final Retention keep;
  private final Clock clock;
  private Instant noted = Instant.EPOCH;
  private boolean busy;
  private boolean fails;

  /** What keeps a store from filling its disk. */
  public TelemetryRetention(
      TelemetryStore records, HistoryStore history, WorkerExecutor storeThreads, Retention keep) {
    this(records, history, storeThreads, keep, Clock.systemUTC());
  }

  TelemetryRetention(
      TelemetryStore records,
      HistoryStore history,
      WorkerExecutor storeThreads,
      Retention keep,
      Clock clock) {
    this.records = records;
    this.history = history;
    this.storeThreads = storeThreads;
    this.keep = keep;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK_MILLIS, timer -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (busy) {
      return;
    }
    busy = true;
    storeThreads
        .executeBlocking(this::step, false)
        .onComplete(
            done -> {
              busy = false;
              if (done.failed() && !fails) {
                LOG.warn("telemetry not tidied up, tried again: {}", done.cause().toString());
              }
              fails = done.failed();
              if (done.succeeded() && done.result()) {
                look();
              }
            });
  }

  /**
   * Does a little of what is to be done.
   *
   * @return whether there may be more
   */
  boolean step() {
    if (history.rollUp(Metric::values, AT_ONCE) > 0) {
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
