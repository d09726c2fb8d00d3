package io.espalier.controller.http;

import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Passes on requests whose address can be read; whoever reads another fails. */
final class Addresses {
  private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private Addresses() {}

  static void requireReadable(RoutingContext exchange) {
    if (BROKEN.matcher(exchange.request().uri()).find()) {
      throw ProblemException.badRequest(
          "address: expected two hexadecimal digits after each '%', found something else");
    }
    exchange.next();
  }
}
