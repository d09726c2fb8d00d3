package io.espalier.controller.parts;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verticles in the order in which they were started; closing ends them in reverse. */
public final class Deployments implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
  private static final long STOP_SECONDS = 10;

  private final Vertx vertx;
  private final Deque<String> deployments = new ArrayDeque<>();

  /** None yet. */
  public Deployments(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Starts a part and waits until it is started.
   *
   * @throws ExecutionException if it could not be started; its cause says why
   */
  public void deploy(Deployable part) throws ExecutionException, InterruptedException {
    deployments.push(vertx.deployVerticle(part).toCompletionStage().toCompletableFuture().get());
  }

  @Override
  public void close() {
    while (!deployments.isEmpty()) {
      finish(vertx.undeploy(deployments.pop()));
    }
  }

  /** Waits for an end, not for ever, and whether somebody interrupts or not. */
  public static void finish(Future<?> ending) {
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
