package io.espalier.controller.http;

import io.espalier.controller.access.AccessConfig;
import io.espalier.controller.access.Caller;
import io.espalier.controller.access.RateLimit;
import io.espalier.controller.access.Role;
import io.espalier.controller.access.Secret;
import io.espalier.controller.access.Sessions;
import io.espalier.controller.access.Tokens;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who may ask: by token, by the cookie of a session, or where there are no tokens as a
 * program of this machine. No web page of another site gets in in the name of whoever looks at it.
 */
public final class Gate {
  private static final String CALLER = "espalier.caller";
  private static final String BASE = "/api/v1/";
  private static final Set<String> FOR_ALL = Set.of(BASE + "session", BASE + "healthz");
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;

  private final AccessConfig config;
  private final boolean loopback;
  private final Tokens tokens;
  private final SessionCookie cookies;
  private final @Nullable RateLimit limit;

  /**
   * A gate for a server.
   *
   * @param loopback whether only this machine reaches it, as far as it knows
   */
  public Gate(AccessConfig config, boolean loopback, Tokens tokens, Sessions sessions) {
    this.config = config;
    this.loopback = loopback && !config.isForOthers();
    this.tokens = tokens;
    this.cookies = new SessionCookie(sessions, config.isForOthers());
    this.limit = config.requestsPerSecond() == 0 ? null : new RateLimit(config.requestsPerSecond());
  }

  /** Sessions of browsers. */
  SessionCookie cookies() {
    return cookies;
  }

  /** Passes on who may ask that. */
  void check(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    Origin origin = Origin.of(request, config);
    if (loopback) {
      requireThisMachine(origin);
    } else if (origin.isOfAnotherSite()) {
      throw new ProblemException(FORBIDDEN, "Origin: expected this controller's own pages");
    }
    Optional<Caller> caller = patientCaller(exchange, origin);
    caller.ifPresent(known -> exchange.put(CALLER, known));
    String path = exchange.normalizedPath();
    if (needsCaller(path)) {
      if (caller.isEmpty()) {
        throw unknown(exchange, "expected a token, found none; 'Authorization: Bearer TOKEN'");
      }
      require(exchange, READING.contains(request.method()) ? Role.VIEWER : Role.OPERATOR);
    }
    exchange.next();
  }

  /** Passes on programs of this machine, which may do everything. */
  static void thisMachineOnly(RoutingContext exchange) {
    requireThisMachine(Origin.of(exchange.request(), AccessConfig.LOCAL));
    exchange.put(CALLER, Caller.LOCAL);
    exchange.next();
  }

  /** Passes on those who have at least that role. */
  static Handler<RoutingContext> atLeast(Role role) {
    return exchange -> {
      require(exchange, role);
      exchange.next();
    };
  }

  /** Who asks; anybody may ask for what needs no role. */
  static Optional<Caller> caller(RoutingContext exchange) {
    return Optional.ofNullable(exchange.get(CALLER));
  }

  /** Who asks, for audit logs: nobody who shows a token is taken for somebody else. */
  static String who(RoutingContext exchange) {
    Optional<String> token = caller(exchange).filter(known -> !known.isLocal()).map(Caller::name);
    String said = Exchange.parameter(exchange, "who", token.orElse("somebody"));
    return token
        .filter(name -> !name.equals(said))
        .map(name -> said + ", by token " + name)
        .orElse(said);
  }

  private static boolean needsCaller(String path) {
    String exact = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return (path.startsWith(BASE) && !FOR_ALL.contains(exact)) || exact.equals("/metrics");
  }

  /** Counts those whom it refuses as well: nobody tries tokens as fast as they can. */
  private Optional<Caller> patientCaller(RoutingContext exchange, Origin origin) {
    Optional<Caller> caller = Optional.empty();
    try {
      caller = caller(exchange, origin);
    } finally {
      requirePatience(exchange, caller, origin);
    }
    return caller;
  }

  private Optional<Caller> caller(RoutingContext exchange, Origin origin) {
    if (tokens.isEmpty()) {
      return loopback ? Optional.of(Caller.LOCAL) : Optional.empty();
    }
    Instant now = Instant.now();
    Optional<Secret> shown = bearer(exchange);
    if (shown.isPresent()) {
      return Optional.of(
          tokens
              .owner(shown.get(), now)
              .orElseThrow(
                  () -> unknown(exchange, "token: expected one that is good, found another")));
    }
    Optional<Caller> session =
        cookies.token(exchange, now).flatMap(name -> tokens.named(name, now));
    boolean changes = !READING.contains(exchange.request().method());
    if (session.isPresent() && changes && !origin.isOwnPage()) {
      // A browser says where a request that changes something comes from; what does not is none.
      throw new ProblemException(FORBIDDEN, "Origin: expected it with a session, found none");
    }
    return session;
  }

  /** The token of the header, if there is one. */
  Optional<Secret> bearer(RoutingContext exchange) {
    String header = exchange.request().getHeader("Authorization");
    if (header == null) {
      return Optional.empty();
    }
    if (!header.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
      throw unknown(exchange, "Authorization: expected 'Bearer TOKEN', found another scheme");
    }
    try {
      return Optional.of(Secret.parse(header.substring("Bearer ".length()).strip()));
    } catch (IllegalArgumentException e) {
      throw unknown(exchange, String.valueOf(e.getMessage()));
    }
  }

  private void requirePatience(RoutingContext exchange, Optional<Caller> caller, Origin origin) {
    if (limit == null || caller.filter(Caller::isLocal).isPresent()) {
      return;
    }
    String who = caller.map(Caller::name).orElse("@" + origin.address());
    int seconds = limit.take(who, System.nanoTime());
    if (seconds > 0) {
      exchange.response().putHeader("Retry-After", String.valueOf(seconds));
      throw new ProblemException(
          TOO_MANY,
          "expected at most %d requests a second of each caller; try again in %d s"
              .formatted(config.requestsPerSecond(), seconds));
    }
  }

  private static void requireThisMachine(Origin origin) {
    if (!origin.isThisMachine() || origin.isOfAnotherSite()) {
      throw new ProblemException(FORBIDDEN, "expected a request from this machine's own programs");
    }
  }

  private static void require(RoutingContext exchange, Role needed) {
    Caller caller = caller(exchange).orElse(null);
    if (caller == null || !caller.role().suffices(needed)) {
      String found = caller == null ? "none" : caller.role().text();
      throw new ProblemException(
          FORBIDDEN, "role: expected %s or more, found %s".formatted(needed.text(), found));
    }
  }

  private static ProblemException unknown(RoutingContext exchange, String detail) {
    exchange.response().putHeader("WWW-Authenticate", "Bearer realm=\"espalier\"");
    return new ProblemException(UNAUTHORISED, detail);
  }
}
