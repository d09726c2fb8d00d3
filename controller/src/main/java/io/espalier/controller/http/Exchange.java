package io.espalier.controller.http;

import io.espalier.controller.api.Problem;
import io.espalier.controller.logs.Quoted;
import io.espalier.controller.store.StoreException;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How requests are read and answered, the same for every resource. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int LONGEST_PARAMETER = 100;
  private static final String REFUSAL = "espalier.refusal";
  private static final int SERVER_ERROR = 500;
  private static final int FIRST_PROBLEM = 400;
  private static final int UNAVAILABLE = 503;
  private static final int UNPROCESSABLE = 422;
  private static final String NOT_STORED =
      "expected values that the store can hold; the controller's log says which it could not";

  private Exchange() {}

  /** The body as a message. */
  static <T> T read(RoutingContext exchange, Class<T> type) {
    Buffer body = exchange.body().buffer();
    if (body == null || body.length() == 0) {
      throw ProblemException.badRequest("body: expected JSON, found nothing");
    }
    try {
      return MessageCodec.decode(body.getBytes(), type);
    } catch (MalformedMessageException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A parameter of the query that says what people say.
   *
   * @param otherwise what it is if it is not there
   */
  static String parameter(RoutingContext exchange, String name, String otherwise) {
    String text = exchange.request().getParam(name, otherwise);
    if (text.isBlank() || text.length() > LONGEST_PARAMETER) {
      throw ProblemException.badRequest(
          "%s: expected 1 to %d characters, found %d"
              .formatted(name, LONGEST_PARAMETER, text.length()));
    }
    return text;
  }

  /** Answers with the content of a file. */
  static void answer(RoutingContext exchange, String type, byte[] content) {
    send(exchange, 200, type, content);
  }

  /** Answers with a message, encoded already. */
  static void answer(RoutingContext exchange, int status, byte[] json) {
    send(exchange, status, "application/json", json);
  }

  /** Answers with a message. */
  static void answer(RoutingContext exchange, int status, Object message) {
    answer(exchange, status, MessageCodec.encode(message));
  }

  /** Answers with what was answered before. */
  static void replay(RoutingContext exchange, int status, String content) {
    String type = status < FIRST_PROBLEM ? "application/json" : Problem.MEDIA_TYPE;
    sendNow(exchange, status, type, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Everything that failed, and every address where there is nothing, ends as a problem. */
  static void failuresAsProblems(Router router) {
    router.route().failureHandler(Exchange::fail);
    for (int status : new int[] {400, 404, 405, 406, 413, 415}) {
      router.errorHandler(status, exchange -> problem(exchange, status, detail(exchange, status)));
    }
  }

  private static void fail(RoutingContext exchange) {
    Throwable failure = exchange.failure();
    if (failure instanceof ProblemException problem) {
      problem(exchange, problem.status(), String.valueOf(problem.getMessage()));
    } else if (failure instanceof StoreException store) {
      LOG.warn(
          "{} {} failed: {}",
          exchange.request().method(),
          exchange.request().path(),
          store.getMessage());
      problem(
          exchange,
          store.isOfData() ? UNPROCESSABLE : UNAVAILABLE,
          store.isOfData() ? NOT_STORED : String.valueOf(store.getMessage()));
    } else if (failure instanceof HttpException http) {
      String said = http.getPayload();
      problem(
          exchange,
          http.getStatusCode(),
          said != null ? said : detail(exchange, http.getStatusCode()));
    } else if (failure == null && exchange.statusCode() > 0) {
      problem(exchange, exchange.statusCode(), detail(exchange, exchange.statusCode()));
    } else {
      LOG.error("{} {} failed", exchange.request().method(), exchange.request().path(), failure);
      problem(exchange, SERVER_ERROR, "the controller's log says why");
    }
  }

  private static String detail(RoutingContext exchange, int status) {
    String asked = exchange.request().method() + " " + exchange.request().path();
    return switch (status) {
      case 404 -> asked + ": expected an address that openapi.json names";
      case 405 -> asked + ": expected a method that openapi.json names for it";
      case 413 -> asked + ": expected a smaller body";
      default -> asked;
    };
  }

  /** Why it was refused, if it was. */
  static Optional<String> refusal(RoutingContext exchange) {
    return Optional.ofNullable(exchange.get(REFUSAL));
  }

  private static void problem(RoutingContext exchange, int status, String said) {
    String detail = Quoted.line(said);
    exchange.put(REFUSAL, detail);
    String title = exchange.response().setStatusCode(status).getStatusMessage();
    send(
        exchange,
        status,
        Problem.MEDIA_TYPE,
        MessageCodec.encode(new Problem("about:blank", title, status, detail)));
  }

  /** What may be asked for again is kept first. */
  private static void send(RoutingContext exchange, int status, String type, byte[] content) {
    Optional<Attempt> attempt = Attempt.in(exchange);
    if (attempt.isEmpty()) {
      sendNow(exchange, status, type, content);
    } else {
      attempt
          .get()
          .answered(status, content)
          .onComplete(kept -> sendNow(exchange, status, type, content));
    }
  }

  private static void sendNow(RoutingContext exchange, int status, String type, byte[] content) {
    if (exchange.response().ended() || exchange.response().closed()) {
      return; // Whoever asked has gone.
    }
    exchange
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .end(Buffer.buffer(content));
  }
}
