package io.espalier.controller;

import io.espalier.controller.broker.EmbeddedBroker;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** The embedded broker on a free loopback port. */
public final class TestBroker implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedBroker broker = new EmbeddedBroker("127.0.0.1", 0);

  /** Starts it. */
  public TestBroker() throws Exception {
    deploy(vertx, broker);
  }

  /** Starts a part and waits until it is started. */
  public static void deploy(Vertx vertx, Deployable part) throws Exception {
    vertx.deployVerticle(part).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Where it listens. */
  public URI address() {
    return broker.address();
  }

  /** The broker itself. */
  public EmbeddedBroker broker() {
    return broker;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
