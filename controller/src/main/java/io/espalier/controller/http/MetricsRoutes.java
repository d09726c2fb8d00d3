package io.espalier.controller.http;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.util.function.Supplier;

/** {@code /metrics}: what the controller measures of itself, for Prometheus. */
public final class MetricsRoutes implements Routes {
  private final Supplier<String> metrics;
  private final String type;
  private final WorkerExecutor workers;

  /**
   * Serves that.
   *
   * @param metrics all of it; may block
   * @param type of that text
   */
  public MetricsRoutes(Supplier<String> metrics, String type, WorkerExecutor workers) {
    this.metrics = metrics;
    this.type = type;
    this.workers = workers;
  }

  @Override
  public void mount(Router root) {
    root.get("/metrics")
        .handler(
            exchange ->
                workers
                    .executeBlocking(metrics::get, false)
                    .onSuccess(
                        text ->
                            exchange.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(text))
                    .onFailure(exchange::fail));
  }
}
