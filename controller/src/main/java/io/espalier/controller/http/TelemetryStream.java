package io.espalier.controller.http;

import io.espalier.controller.store.TelemetryStore;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /telemetry/stream}: records as they are stored. */
public final class TelemetryStream implements Routes {
  private final TelemetryStore store;
  private final Readers readers;
  private final WorkerExecutor workers;

  /** What is in that store, for those readers. */
  public TelemetryStream(TelemetryStore store, Readers readers, WorkerExecutor workers) {
    this.store = store;
    this.readers = readers;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/telemetry/stream").handler(this::follow);
  }

  /** From the newest on, or from the record on that the reader had last. */
  private void follow(RoutingContext exchange) {
    TelemetryStore.Filter filter =
        TelemetryStore.Filter.of(
            exchange.request().getParam("node"), TelemetryRoutes.kind(exchange));
    String last = exchange.request().getHeader("Last-Event-ID");
    if (last != null && !last.matches("[0-9]{1,18}")) {
      throw ProblemException.badRequest(
          "Last-Event-ID: expected the number of a record, found '%s'".formatted(last));
    }
    workers
        .executeBlocking(() -> last != null ? Long.parseLong(last) : newest(), false)
        .map(after -> new TelemetryReader(exchange.vertx(), store, workers, filter, after))
        .map(
            reader -> {
              readers.follow(exchange, reader);
              return reader;
            })
        .onFailure(exchange::fail);
  }

  private long newest() {
    List<TelemetryStore.Numbered> newest = store.newest(TelemetryStore.Filter.ALL, 1);
    return newest.isEmpty() ? 0 : newest.get(0).number();
  }
}
