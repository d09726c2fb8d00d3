package io.espalier.controller;

import io.espalier.controller.parts.Deployments;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a controller in the order in which they were started, on one event loop; closing
 * ends them in reverse.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(4)
              .setFileSystemOptions(
                  new FileSystemOptions()
                      .setFileCachingEnabled(false)
                      .setClassPathResolvingEnabled(false)));
  private final Deployments deployments = new Deployments(vertx);
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  Vertx vertx() {
    return vertx;
  }

  /** Starts a part and waits until it is started. */
  void deploy(Deployable part) throws ExecutionException, InterruptedException {
    deployments.deploy(part);
  }

  /** Takes what parts work with; it is closed after all of them have ended. */
  <T extends AutoCloseable> T own(T resource) {
    resources.push(resource);
    return resource;
  }

  @Override
  public void close() {
    deployments.close();
    Deployments.finish(vertx.close());
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        LOG.warn("a part did not end cleanly: {}", e.toString());
      }
    }
  }
}
