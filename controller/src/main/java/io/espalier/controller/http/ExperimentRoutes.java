package io.espalier.controller.http;

import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.lab.ExperimentArchive;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code /experiments}: asked for, watched, compared. */
public final class ExperimentRoutes implements Routes {
  private final ExperimentResults results;
  private final WorkerExecutor workers;

  /** Experiments of that archive. */
  public ExperimentRoutes(ExperimentArchive archive, WorkerExecutor workers) {
    this.results = new ExperimentResults(archive, id -> Optional.empty());
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/experiments").handler(exchange -> answer(exchange, results::all));
    api.get("/experiments/:id").handler(this::show);
    api.get("/experiments/:id/summary").handler(this::summary);
    api.get("/experiments/:id/compare/:other").handler(this::compare);
  }

  private void show(RoutingContext exchange) {
    ExperimentId id = id(exchange, "id");
    boolean brief = exchange.request().getParam("trials", "true").equals("false");
    answer(exchange, () -> brief ? results.brief(id) : results.whole(id));
  }

  private void summary(RoutingContext exchange) {
    ExperimentId id = id(exchange, "id");
    answer(exchange, () -> results.summary(id));
  }

  private void compare(RoutingContext exchange) {
    ExperimentId first = id(exchange, "id");
    ExperimentId second = id(exchange, "other");
    answer(exchange, () -> results.compare(first, second));
  }

  private void answer(RoutingContext exchange, Callable<Object> view) {
    workers
        .executeBlocking(() -> MessageCodec.encode(view.call()), false)
        .onSuccess(json -> Exchange.answer(exchange, 200, json))
        .onFailure(exchange::fail);
  }

  private static ExperimentId id(RoutingContext exchange, String parameter) {
    try {
      return new ExperimentId(exchange.pathParam(parameter));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }
}
