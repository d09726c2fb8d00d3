package io.espalier.controller.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** What browsers are told with every answer, unless whoever answers says otherwise. */
final class Headers {
  /** Styles may be inside a page, for reports carry theirs with them; scripts may not. */
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** Names who drives, where this controller only follows. */
  static final String DRIVER = "Espalier-Driver";

  private static final String A_YEAR = "max-age=31536000";

  private final boolean tls;

  Headers(boolean tls) {
    this.tls = tls;
  }

  void add(RoutingContext exchange) {
    MultiMap headers = exchange.response().headers();
    headers
        .set("Content-Security-Policy", POLICY)
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cross-Origin-Resource-Policy", "same-origin");
    if (tls) {
      headers.set("Strict-Transport-Security", A_YEAR);
    }
    if (exchange.request().path() != null && exchange.request().path().startsWith("/api/")) {
      headers.set("Cache-Control", "no-store");
    }
    exchange.next();
  }
}
