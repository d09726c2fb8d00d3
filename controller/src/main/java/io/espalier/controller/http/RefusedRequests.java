package io.espalier.controller.http;

import io.espalier.controller.access.Caller;
import io.espalier.controller.logs.Quoted;
import io.espalier.controller.logs.Sparing;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says in the log which requests were refused and why: a few of each status, then how many. */
final class RefusedRequests {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedRequests.class);
  private static final int SERVER_ERROR = 500;

  /** Answers to good questions: it is not there, it is otherwise by now. */
  private static final Set<Integer> ORDINARY = Set.of(404, 409, 412);

  private final Sparing<Integer> sparing = new Sparing<>();

  void watch(RoutingContext exchange) {
    exchange.addEndHandler(over -> Exchange.refusal(exchange).ifPresent(why -> say(exchange, why)));
    exchange.next();
  }

  /** What failed here and was not refused is said where that is known. */
  private void say(RoutingContext exchange, String why) {
    int status = exchange.response().getStatusCode();
    if (status >= SERVER_ERROR) {
      return;
    }
    Sparing.Turn turn = sparing.next(status);
    if (turn.unsaid() > 0) {
      LOG.atLevel(level(status)).log("status={} refused: {} more", status, turn.unsaid());
    }
    if (turn.isSaid()) {
      LOG.atLevel(level(status))
          .log(
              "status={} caller={} {} {} refused: {}",
              status,
              Gate.caller(exchange).map(Caller::name).orElse("nobody"),
              exchange.request().method(),
              Quoted.of(String.valueOf(exchange.request().path())),
              Quoted.of(why));
    }
  }

  private static Level level(int status) {
    return ORDINARY.contains(status) ? Level.INFO : Level.WARN;
  }
}
