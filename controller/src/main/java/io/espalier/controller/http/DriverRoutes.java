package io.espalier.controller.http;

import io.espalier.controller.lead.Leadership;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Before all others: a controller that does not drive changes nothing, and says who does. Sessions
 * of browsers are its own.
 */
public final class DriverRoutes implements Routes {
  private static final int UNAVAILABLE = 503;
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String OWN = "/session";

  private final Leadership leadership;

  /** Lets changes through while that is ours. */
  public DriverRoutes(Leadership leadership) {
    this.leadership = leadership;
  }

  @Override
  public void mount(Router api) {
    api.route().handler(this::check);
  }

  private void check(RoutingContext exchange) {
    if (!READING.contains(exchange.request().method())
        && !exchange.request().path().endsWith(OWN)
        && !leadership.isMine()) {
      leadership
          .driver()
          .ifPresent(driver -> exchange.response().putHeader(Headers.DRIVER, driver));
      throw new ProblemException(
          UNAVAILABLE,
          "expected the controller that drives, found one that follows; ask "
              + leadership.driver().orElse("again: at this moment nobody drives"));
    }
    exchange.next();
  }
}
