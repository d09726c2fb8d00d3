package io.espalier.controller.http;

import io.espalier.controller.TestBroker;
import io.vertx.core.Vertx;
import java.net.URI;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Serves something during each test. */
final class TestServer implements BeforeEachCallback, AfterEachCallback {
  private final Vertx vertx = Vertx.vertx();
  private final HttpServerVerticle server;

  TestServer(HttpServerVerticle server) {
    this.server = server;
  }

  void start() throws Exception {
    TestBroker.deploy(vertx, server);
  }

  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void beforeEach(ExtensionContext test) throws Exception {
    start();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    stop();
  }

  int port() {
    return server.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }
}
