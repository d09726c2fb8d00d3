package io.espalier.controller.http;

import io.espalier.controller.access.Caller;
import io.espalier.controller.access.Role;
import io.espalier.controller.access.Secret;
import io.espalier.controller.access.Sessions;
import io.espalier.controller.access.Token;
import io.espalier.controller.access.TokenRefusal;
import io.espalier.controller.access.Tokens;
import io.espalier.controller.api.SessionView;
import io.espalier.controller.api.TokenView;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** {@code /tokens} and {@code /session}: who may ask, and who asks. */
public final class AccessRoutes implements Routes {
  private static final long LEAST_SECONDS = 60;
  private static final long MOST_SECONDS = 100L * 365 * 24 * 3600;

  private final Tokens tokens;
  private final Gate gate;
  private final WorkerExecutor workers;

  /** Those tokens, which that gate looks at. */
  public AccessRoutes(Tokens tokens, Gate gate, WorkerExecutor workers) {
    this.tokens = tokens;
    this.gate = gate;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.route("/tokens").handler(Gate.atLeast(Role.ADMIN));
    api.route("/tokens/:name").handler(Gate.atLeast(Role.ADMIN));
    api.get("/tokens").handler(this::list);
    api.post("/tokens").handler(this::add);
    api.delete("/tokens/:name").handler(this::remove);
    api.get("/session").handler(this::show);
    api.post("/session").handler(this::begin);
    api.delete("/session").handler(this::end);
  }

  private void list(RoutingContext exchange) {
    Exchange.answer(
        exchange, 200, new TokenView.Several(tokens.all().stream().map(TokenView::of).toList()));
  }

  private void add(RoutingContext exchange) {
    TokenView.Wanted wanted = Exchange.read(exchange, TokenView.Wanted.class);
    Long seconds = wanted.expiresInSeconds();
    if (seconds != null && (seconds < LEAST_SECONDS || seconds > MOST_SECONDS)) {
      throw ProblemException.badRequest(
          "expiresInSeconds: expected %d to %d, found %d"
              .formatted(LEAST_SECONDS, MOST_SECONDS, seconds));
    }
    Instant now = Instant.now();
    Secret secret = Secret.random();
    Token token;
    try {
      token =
          new Token(
              wanted.name(),
              wanted.role(),
              secret.hash(),
              now,
              seconds == null ? null : now.plusSeconds(seconds));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
    answer(
        exchange,
        201,
        () -> {
          tokens.add(token);
          return new TokenView.Made(TokenView.of(token), secret.reveal());
        });
  }

  private void remove(RoutingContext exchange) {
    String name = exchange.pathParam("name");
    answer(
        exchange,
        200,
        () ->
            TokenView.of(
                tokens
                    .remove(name)
                    .orElseThrow(
                        () ->
                            ProblemException.notFound(
                                "token " + name + ": expected one, found none"))));
  }

  private void answer(RoutingContext exchange, int status, Callable<Object> work) {
    workers
        .executeBlocking(
            () -> {
              try {
                return work.call();
              } catch (TokenRefusal refusal) {
                throw ProblemException.conflict(String.valueOf(refusal.getMessage()));
              }
            },
            false)
        .onSuccess(view -> Exchange.answer(exchange, status, view))
        .onFailure(exchange::fail);
  }

  private void show(RoutingContext exchange) {
    Exchange.answer(exchange, 200, view(known(exchange), null));
  }

  /** Only for a token itself: a session does not beget another. */
  private void begin(RoutingContext exchange) {
    Caller caller = known(exchange);
    if (caller.isLocal() || gate.bearer(exchange).isEmpty()) {
      throw ProblemException.conflict("session: expected a token to begin it with, found none");
    }
    Instant now = Instant.now();
    gate.cookies().begin(exchange, caller, now);
    Exchange.answer(exchange, 201, view(caller, now.plus(Sessions.LIFE)));
  }

  private void end(RoutingContext exchange) {
    gate.cookies().end(exchange);
    exchange.response().setStatusCode(204).end();
  }

  private static Caller known(RoutingContext exchange) {
    return Gate.caller(exchange)
        .orElseThrow(() -> new ProblemException(401, "session: expected a token, found none"));
  }

  private static SessionView view(Caller caller, @Nullable Instant until) {
    return new SessionView(caller.isLocal() ? null : caller.name(), caller.role(), until);
  }
}
