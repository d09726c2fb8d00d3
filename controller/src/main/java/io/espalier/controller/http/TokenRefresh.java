package io.espalier.controller.http;

import io.espalier.controller.access.Tokens;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees the tokens that another controller on the same store gave out or took back. */
public final class TokenRefresh extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TokenRefresh.class);
  private static final long EVERY_MILLIS = 5_000;

  private final Tokens tokens;
  private final WorkerExecutor workers;

  /** Reads those again by {@code workers}. */
  public TokenRefresh(Tokens tokens, WorkerExecutor workers) {
    this.tokens = tokens;
    this.workers = workers;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(EVERY_MILLIS, timer -> refresh());
    return Future.succeededFuture();
  }

  private void refresh() {
    workers
        .executeBlocking(
            () -> {
              tokens.refresh();
              return null;
            },
            false)
        .onFailure(failure -> LOG.warn("tokens not read again: {}", failure.getMessage()));
  }
}
