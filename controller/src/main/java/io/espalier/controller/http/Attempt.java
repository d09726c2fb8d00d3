package io.espalier.controller.http;

import io.espalier.controller.store.AnswerStore;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request with a key while it is carried out. Belongs to one event loop. */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final String ATTEMPT = "espalier.attempt";
  private static final int SERVER_ERROR = 500;

  /** These say nothing of the request itself, which may do better another time. */
  private static final Set<Integer> PASSING = Set.of(401, 403, 429);

  private final AnswerStore store;
  private final WorkerExecutor workers;
  private final AnswerStore.RequestKey key;
  private final boolean again;

  Attempt(AnswerStore store, WorkerExecutor workers, AnswerStore.RequestKey key, boolean again) {
    this.store = store;
    this.workers = workers;
    this.key = key;
    this.again = again;
  }

  /** The one that an exchange is, if its request has a key. */
  static Optional<Attempt> in(RoutingContext exchange) {
    return Optional.ofNullable(exchange.get(ATTEMPT));
  }

  /** From now on that exchange is this. */
  void begin(RoutingContext exchange) {
    exchange.put(ATTEMPT, this);
  }

  AnswerStore.RequestKey key() {
    return key;
  }

  boolean isAgain() {
    return again;
  }

  /** Keeps an answer, which may be sent when that is done. */
  Future<Void> answered(int status, byte[] content) {
    boolean passing = status >= SERVER_ERROR || PASSING.contains(status);
    return workers
        .<Void>executeBlocking(
            () -> {
              if (passing) {
                store.forget(key);
              } else {
                store.finish(key, status, new String(content, StandardCharsets.UTF_8));
              }
              return null;
            },
            false)
        .onFailure(failure -> LOG.warn("answer not kept: {}", failure.getMessage()));
  }
}
