package io.espalier.controller.http;

import io.espalier.controller.access.AccessConfig;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * What requests pass before they reach a resource.
 *
 * @param access how the server is reached
 * @param gate passes on those of callers who may ask
 * @param once passes on those that were not carried out before; their bodies are there already
 * @param log says which of them are refused
 */
public record Entrance(
    AccessConfig access,
    Handler<RoutingContext> gate,
    Handler<RoutingContext> once,
    Handler<RoutingContext> log) {
  /** For programs of this machine. */
  static final Entrance LOCAL =
      new Entrance(
          AccessConfig.LOCAL, Gate::thisMachineOnly, RoutingContext::next, RoutingContext::next);

  /** For whomever that gate lets in. */
  public static Entrance of(AccessConfig access, Gate gate, Idempotency idempotency) {
    return new Entrance(access, gate::check, idempotency::check, new RefusedRequests()::watch);
  }

  /** The same for a caller in this process, who tells of refusals itself. */
  public Entrance unlogged() {
    return new Entrance(access, gate, once, RoutingContext::next);
  }
}
