package io.espalier.controller.telemetry;

import io.espalier.controller.store.TelemetryStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the oldest records beyond a number of them. A number and not an age, for the disk has an
 * end and the clocks of nodes lie.
 */
public final class TelemetryRetention extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryRetention.class);
  private static final long LOOK_MILLIS = 10_000;

  private final TelemetryStore store;
  private final WorkerExecutor storeThreads;
  private final long most;
  private boolean busy;

  /**
   * What keeps a store from filling its disk.
   *
   * @param most records to keep, at least 1
   */
  public TelemetryRetention(TelemetryStore store, WorkerExecutor storeThreads, long most) {
    this.store = store;
    this.storeThreads = storeThreads;
    this.most = most;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK_MILLIS, timer -> trim());
    return Future.succeededFuture();
  }

  /** A little at a time, as long as there is more. */
  private void trim() {
    if (busy) {
      return;
    }
    busy = true;
    storeThreads
        .executeBlocking(() -> store.trim(most), false)
        .onComplete(
            removed -> {
              busy = false;
              if (removed.failed()) {
                LOG.debug("old telemetry not removed, tried again", removed.cause());
              } else if (removed.result() > 0) {
                trim();
              }
            });
  }
}
