package io.espalier.controller;

import io.espalier.controller.http.HealthRoutes;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.store.Store;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.function.Supplier;

/** Without what a controller is not ready. */
final class Needs {
  private Needs() {}

  static List<HealthRoutes.Part> of(
      ControllerLink link, ControllerLink telemetryLink, Store store, WorkerExecutor storeThreads) {
    return List.of(
        new HealthRoutes.Part("broker", () -> connected(link)),
        new HealthRoutes.Part("telemetry", () -> connected(telemetryLink)),
        new HealthRoutes.Part(
            "store",
            new Shared(
                () ->
                    storeThreads.executeBlocking(
                        () -> {
                          store.ping();
                          return null;
                        },
                        false))));
  }

  /** A question that is not asked again while it is not answered: it keeps a thread until then. */
  private static final class Shared implements Supplier<Future<?>> {
    private final Supplier<Future<?>> question;
    private Future<?> asked = Future.succeededFuture();

    Shared(Supplier<Future<?>> question) {
      this.question = question;
    }

    @Override
    public Future<?> get() {
      if (asked.isComplete()) {
        asked = question.get();
      }
      return asked;
    }
  }

  private static Future<?> connected(ControllerLink link) {
    return link.isConnected()
        ? Future.succeededFuture()
        : Future.failedFuture("no connection to the broker");
  }
}
