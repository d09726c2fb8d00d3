package io.espalier.node.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.espalier.node.serve.LiveModel.Serving;
import java.io.IOException;
import java.util.Optional;

/** {@code GET /healthz}: which model serves, or 503. */
final class HealthRoute implements HttpHandler {
  private final LiveModel live;

  HealthRoute(LiveModel live) {
    this.live = live;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!JsonReply.matches(exchange, "GET", "/healthz")) {
      return;
    }
    Optional<Serving> serving = live.serving();
    if (serving.isPresent()) {
      JsonReply.send(exchange, 200, serving.get());
    } else {
      JsonReply.error(exchange, 503, LiveModel.NONE_SERVES);
    }
  }
}
