package io.espalier.node.serve;

import com.sun.net.httpserver.HttpExchange;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;

/** Ends an exchange with a message as JSON. */
final class JsonReply {
  private JsonReply() {}

  static void send(HttpExchange exchange, int status, Object message) throws IOException {
    byte[] body = MessageCodec.encode(message);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  static void error(HttpExchange exchange, int status, String why) throws IOException {
    send(exchange, status, new InferenceAnswer(null, null, null, null, 0, why));
  }

  /** Whether it asks for exactly that; if not, it is answered. */
  static boolean matches(HttpExchange exchange, String method, String path) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      error(exchange, 404, "path: expected " + path);
      return false;
    }
    if (!exchange.getRequestMethod().equals(method)) {
      exchange.getResponseHeaders().set("Allow", method);
      error(exchange, 405, "method: expected " + method);
      return false;
    }
    return true;
  }
}
