package io.espalier.controller.http;

import io.espalier.controller.access.Caller;
import io.espalier.controller.store.AnswerStore;
import io.espalier.controller.store.AnswerStore.Begun;
import io.espalier.controller.store.AnswerStore.Kept;
import io.espalier.controller.store.AnswerStore.RequestKey;
import io.espalier.shared.artifact.Digest;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Requests that their senders may send again without doing anything twice: those with an {@code
 * Idempotency-Key}. The answer is stored before it is sent, and sent again for a day. A request
 * that was begun by a controller which was killed is begun again, and whoever does it is told so.
 */
public final class Idempotency {
  private static final String HEADER = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int CONFLICT = 409;

  /** Their answers hold secrets, and must not be stored. */
  private static final Set<String> SECRET = Set.of("/api/v1/tokens", "/api/v1/session");

  private final AnswerStore store;
  private final WorkerExecutor workers;
  private final String run = HexFormat.of().toHexDigits(new SecureRandom().nextInt());

  /** Answers are kept in that store by {@code workers}. */
  public Idempotency(AnswerStore store, WorkerExecutor workers) {
    this.store = store;
    this.workers = workers;
  }

  /** Passes on what is new; its body must be there already. */
  void check(RoutingContext exchange) {
    String text = exchange.request().getHeader(HEADER);
    if (text == null
        || !exchange.request().method().equals(HttpMethod.POST)
        || SECRET.contains(exchange.normalizedPath().replaceFirst("/$", ""))) {
      exchange.next();
      return;
    }
    if (!KEY.matcher(text).matches()) {
      throw ProblemException.badRequest(
          HEADER + ": expected 1 to 128 visible characters, found " + text.length());
    }
    RequestKey key = new RequestKey(Gate.caller(exchange).map(Caller::name).orElse(""), text);
    Begun begun = new Begun(digest(exchange), run, Instant.now());
    workers
        .executeBlocking(() -> store.begin(key, begun, begun.begunAt().minus(KEPT)), false)
        .onSuccess(before -> decide(exchange, key, begun, before))
        .onFailure(exchange::fail);
  }

  private void decide(RoutingContext exchange, RequestKey key, Begun begun, Optional<Kept> before) {
    if (before.isEmpty()) {
      begin(exchange, key, false);
      return;
    }
    Kept kept = before.get();
    if (!kept.begun().request().equals(begun.request())) {
      exchange.fail(
          ProblemException.unprocessable(
              HEADER + ": expected a new one for another request, found one in use"));
    } else if (kept.status() != null) {
      exchange.response().putHeader("Idempotency-Replayed", "true");
      Exchange.replay(exchange, kept.status(), String.valueOf(kept.body()));
    } else if (kept.begun().begunBy().equals(run)) {
      exchange.response().putHeader("Retry-After", "1");
      exchange.fail(new ProblemException(CONFLICT, HEADER + ": the request is being carried out"));
    } else {
      begin(exchange, key, true);
    }
  }

  private void begin(RoutingContext exchange, RequestKey key, boolean again) {
    new Attempt(store, workers, key, again).begin(exchange);
    exchange.next();
  }

  private static String digest(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    Buffer all = Buffer.buffer(request.method() + " " + request.uri() + "\n");
    if (exchange.body().buffer() != null) {
      all.appendBuffer(exchange.body().buffer());
    }
    return Digest.of(all.getBytes()).hex();
  }

  /** A name for what a request makes: the same each time that it is sent. */
  static Optional<String> name(RoutingContext exchange) {
    return Attempt.in(exchange)
        .map(
            attempt ->
                Digest.of(attempt.key().toString().getBytes(StandardCharsets.UTF_8)).abbreviated());
  }

  /** Whether a controller that was killed may have done this already, or some of it. */
  static boolean isAgain(RoutingContext exchange) {
    return Attempt.in(exchange).filter(Attempt::isAgain).isPresent();
  }
}
