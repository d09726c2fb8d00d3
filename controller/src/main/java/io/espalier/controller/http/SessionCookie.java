package io.espalier.controller.http;

import io.espalier.controller.access.Caller;
import io.espalier.controller.access.Secret;
import io.espalier.controller.access.Sessions;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;

/** Sessions as browsers show them: a cookie that no script reads and no other site sends. */
final class SessionCookie {
  private static final String NAME = "espalier-session";

  private final Sessions sessions;
  private final boolean secure;

  /** Cookies for those sessions, sent over TLS only where that is there. */
  SessionCookie(Sessions sessions, boolean secure) {
    this.sessions = sessions;
    this.secure = secure;
  }

  /** Begins a session with the answer to that. */
  void begin(RoutingContext exchange, Caller caller, Instant now) {
    exchange
        .response()
        .addCookie(cookie(sessions.begin(caller, now).reveal(), Sessions.LIFE.toSeconds()));
  }

  /** Ends the session of that, if it has one. */
  void end(RoutingContext exchange) {
    shown(exchange).ifPresent(sessions::end);
    exchange.response().addCookie(cookie("", 0));
  }

  /** The token of the session of that, if it has one that is good. */
  Optional<String> token(RoutingContext exchange, Instant now) {
    return shown(exchange).flatMap(shown -> sessions.token(shown, now));
  }

  private static Optional<Secret> shown(RoutingContext exchange) {
    Cookie cookie = exchange.request().getCookie(NAME);
    try {
      return cookie == null ? Optional.empty() : Optional.of(Secret.parse(cookie.getValue()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Of an older start, or somebody else's.
    }
  }

  private Cookie cookie(String value, long seconds) {
    return Cookie.cookie(NAME, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setSecure(secure)
        .setMaxAge(seconds);
  }
}
