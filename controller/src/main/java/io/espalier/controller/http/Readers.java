package io.espalier.controller.http;

import io.espalier.controller.access.Caller;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * Those who follow events or telemetry. Each holds a connection, so there are so many at most.
 * Belongs to one event loop.
 */
public final class Readers {
  private static final int MOST = 512;
  private static final int MOST_OF_ONE = 128;
  private static final int TOO_MANY = 429;
  private static final String WAIT_SECONDS = "30";

  private final Map<String, Integer> streams = new HashMap<>();
  private int all;

  /** Answers with what a source has until its reader leaves, unless there are too many. */
  void follow(RoutingContext exchange, EventStream.Source source) {
    String who = Gate.caller(exchange).map(Caller::name).orElse("");
    int before = streams.getOrDefault(who, 0);
    // Programs of this machine have one name together.
    boolean local = Gate.caller(exchange).filter(Caller::isLocal).isPresent();
    if (all >= MOST || (before >= MOST_OF_ONE && !local)) {
      exchange.response().putHeader("Retry-After", WAIT_SECONDS);
      throw new ProblemException(
          TOO_MANY,
          "streams: expected at most %d, and %d of one caller, found as many"
              .formatted(MOST, MOST_OF_ONE));
    }
    all++;
    streams.put(who, before + 1);
    exchange.addEndHandler(over -> left(who));
    EventStream.open(exchange, source);
  }

  private void left(String who) {
    all--;
    streams.computeIfPresent(who, (same, count) -> count == 1 ? null : count - 1);
  }
}
