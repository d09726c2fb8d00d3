package io.espalier.controller.http;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Tells a listener how long each request took, by the route and not by the address. */
final class RequestTimes {
  private static final String UNKNOWN = "unknown";

  private final RequestListener listener;
  private final List<Named> routes = new ArrayList<>();

  private record Named(String name, Pattern addresses) {}

  RequestTimes(RequestListener listener) {
    this.listener = listener;
  }

  /**
   * Knows the routes of a router.
   *
   * @param base what their addresses begin with
   */
  void know(String base, Router router) {
    for (Route route : router.getRoutes()) {
      String path = route.getPath();
      if (path != null && !path.isEmpty()) {
        String name = base + path;
        String addresses = name.replaceAll(":[A-Za-z0-9_]+", "[^/]+").replace("*", ".*");
        routes.add(new Named(name, Pattern.compile(addresses + "/?")));
      }
    }
  }

  void time(RoutingContext exchange) {
    long from = System.nanoTime();
    exchange.addEndHandler(
        ended ->
            listener.answered(
                exchange.request().method().name(),
                name(exchange.request().path()),
                exchange.response().getStatusCode(),
                Duration.ofNanos(System.nanoTime() - from)));
    exchange.next();
  }

  private String name(String path) {
    for (Named route : routes) {
      if (route.addresses().matcher(path).matches()) {
        return route.name();
      }
    }
    return UNKNOWN;
  }
}
