package io.espalier.controller.telemetry;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has {@link TelemetryUpkeep} done, again and again, beside all else. */
public final class TelemetryRetention extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryRetention.class);
  private static final long LOOK_MILLIS = 10_000;

  private final TelemetryUpkeep upkeep;
  private final WorkerExecutor storeThreads;
  private final BooleanSupplier drives;
  private boolean busy;
  private boolean fails;

  /** Has that done by {@code storeThreads} while this controller drives. */
  public TelemetryRetention(
      TelemetryUpkeep upkeep, WorkerExecutor storeThreads, BooleanSupplier drives) {
    this.upkeep = upkeep;
    this.storeThreads = storeThreads;
    this.drives = drives;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK_MILLIS, timer -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (busy || !drives.getAsBoolean()) {
      return;
    }
    busy = true;
    storeThreads
        .executeBlocking(upkeep::step, false)
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
}
