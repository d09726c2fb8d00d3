package io.espalier.controller.http;

import io.espalier.controller.access.Role;
import io.espalier.controller.backup.Backup;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code /backup}: everything, in one file. */
public final class BackupRoutes implements Routes {
  private final Backup backup;
  private final WorkerExecutor workers;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** That backup, made by {@code workers}. */
  public BackupRoutes(Backup backup, WorkerExecutor workers) {
    this.backup = backup;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/backup").handler(Gate.atLeast(Role.ADMIN)).handler(this::give);
  }

  private void give(RoutingContext exchange) {
    if (!busy.compareAndSet(false, true)) {
      throw ProblemException.conflict("backup: expected none under way, found one");
    }
    workers
        .executeBlocking(backup::make, false)
        .onSuccess(file -> send(exchange, file))
        .onFailure(
            failure -> {
              busy.set(false);
              exchange.fail(failure);
            });
  }

  private void send(RoutingContext exchange, Path file) {
    HttpServerResponse response = exchange.response();
    // The rows are deflated already.
    response
        .putHeader("Content-Type", "application/zip")
        .putHeader("Content-Encoding", "identity")
        .putHeader("Content-Disposition", "attachment; filename=\"espalier-backup.zip\"")
        .sendFile(file.toString())
        .eventually(() -> exchange.vertx().fileSystem().delete(file.toString()))
        .onComplete(sent -> busy.set(false));
  }
}
