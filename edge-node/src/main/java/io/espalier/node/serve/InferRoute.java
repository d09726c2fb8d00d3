package io.espalier.node.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.espalier.shared.infer.InferenceRequest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.io.IOException;
import java.util.Optional;

/** {@code POST /infer}: an inference request in, an inference answer out. */
final class InferRoute implements HttpHandler {
  private final LiveModel live;

  InferRoute(LiveModel live) {
    this.live = live;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (!JsonReply.matches(exchange, "POST", "/infer")) {
      return;
    }
    Optional<RowLimit> limit = live.limit();
    if (limit.isEmpty()) {
      JsonReply.error(exchange, 503, LiveModel.NONE_SERVES);
      return;
    }
    long most = limit.get().bytes();
    byte[] body = exchange.getRequestBody().readNBytes(Math.toIntExact(most + 1));
    if (body.length > most) {
      JsonReply.error(
          exchange,
          413,
          "body: expected at most %d bytes, for %d rows of %d values"
              .formatted(most, limit.get().rows(), limit.get().width()));
      return;
    }
    try {
      InferenceOutcome outcome = live.ask(MessageCodec.decode(body, InferenceRequest.class));
      JsonReply.send(exchange, httpStatus(outcome.status()), outcome.answer());
    } catch (MalformedMessageException e) {
      JsonReply.error(exchange, 400, String.valueOf(e.getMessage()));
    }
  }

  private static int httpStatus(InferenceOutcome.Status status) {
    return switch (status) {
      case GOOD -> 200;
      case UNFIT -> 400;
      case TOO_LARGE -> 413;
      case FAILED -> 500;
      case NONE_SERVES -> 503;
    };
  }
}
