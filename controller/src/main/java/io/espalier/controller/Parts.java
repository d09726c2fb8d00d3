package io.espalier.controller;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a controller in the order in which they were started, on one event loop; closing
 * ends them in reverse.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
  private static final long STOP_SECONDS = 10;

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(4)
              .setFileSystemOptions(
                  new FileSystemOptions()
                      .setFileCachingEnabled(false)
                      .setClassPathResolvingEnabled(false)));
  private final Deque<String> deployments = new ArrayDeque<>();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  Vertx vertx() {
    return vertx;
  }

  /** Starts a part and waits until it is started. */
  void deploy(Deployable part) throws ExecutionException, InterruptedException {
    deployments.push(vertx.deployVerticle(part).toCompletionStage().toCompletableFuture().get());
  }

  /** Takes what parts work with; it is closed after all of them have ended. */
  <T extends AutoCloseable> T own(T resource) {
    resources.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!deployments.isEmpty()) {
      finish(vertx.undeploy(deployments.pop()));
    }
    finish(vertx.close());
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        LOG.warn("a part did not end cleanly: {}", e.toString());
      }
    }
  }

  private static void finish(Future<?> ending) {
    boolean interrupted = Thread.interrupted();
    try {
      ending.toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("a part did not end cleanly: {}", e.toString());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
