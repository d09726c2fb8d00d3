package io.espalier.controller.http;

import io.espalier.compressor.RefusedException;
import io.espalier.compressor.data.DataException;
import io.espalier.controller.api.DeployableView;
import io.espalier.controller.comparison.RunName;
import io.espalier.controller.comparison.Selection;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.SpecException;
import io.espalier.controller.lab.ExperimentArchive;
import io.espalier.controller.lab.LabRefusal;
import io.espalier.controller.lab.Laboratory;
import io.espalier.controller.lab.Phase;
import io.espalier.controller.lab.RunFiles;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code /experiments}: asked for, watched, compared. */
public final class ExperimentRoutes implements Routes {
  private static final Map<String, String> FILES =
      Map.of(
          "results.csv", "text/csv; charset=utf-8",
          "summary.csv", "text/csv; charset=utf-8",
          "spec.yaml", "application/yaml",
          "data.sha256", "text/plain; charset=utf-8",
          "report.html", "text/html; charset=utf-8");

  private final Laboratory laboratory;
  private final ExperimentResults results;
  private final RunFiles files;
  private final WorkerExecutor workers;

  /** Experiments of that laboratory, read from that archive and those files. */
  public ExperimentRoutes(
      Laboratory laboratory, ExperimentArchive archive, RunFiles files, WorkerExecutor workers) {
    this.laboratory = laboratory;
    this.results = new ExperimentResults(archive, laboratory::progress);
    this.files = files;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/experiments").handler(this::list);
    api.post("/experiments").handler(this::submit);
    api.get("/experiments/:id").handler(this::show);
    api.post("/experiments/:id/cancel").handler(this::cancel);
    api.get("/experiments/:id/summary").handler(this::summary);
    api.get("/experiments/:id/compare/:other").handler(this::compare);
    api.post("/experiments/:id/trials/:number/artifact").handler(this::keep);
    FILES.forEach(
        (name, type) ->
            api.get("/experiments/:id/" + name).handler(exchange -> file(exchange, name, type)));
  }

  private void list(RoutingContext exchange) {
    Page page = Page.asked(exchange);
    answer(exchange, 200, () -> results.all(page));
  }

  private void submit(RoutingContext exchange) {
    Buffer body = exchange.body().buffer();
    byte[] spec = body == null ? new byte[0] : body.getBytes();
    String source = Exchange.parameter(exchange, "source", "spec");
    String who = Gate.who(exchange);
    answer(exchange, 201, () -> results.brief(laboratory.submit(source, spec, who).id()));
  }

  private void show(RoutingContext exchange) {
    ExperimentId id = id(exchange, "id");
    boolean brief = exchange.request().getParam("trials", "true").equals("false");
    answer(exchange, 200, () -> brief ? results.brief(id) : results.whole(id));
  }

  private void cancel(RoutingContext exchange) {
    ExperimentId id = id(exchange, "id");
    boolean again = Idempotency.isAgain(exchange);
    laboratory
        .cancel(id, Gate.who(exchange))
        .recover(failure -> again ? cancelledBefore(id, failure) : Future.failedFuture(failure))
        .onSuccess(ended -> answer(exchange, 200, () -> results.brief(id)))
        .onFailure(failure -> exchange.fail(problem(failure)));
  }

  /** A controller that was killed may have cancelled it for the same request. */
  private Future<Void> cancelledBefore(ExperimentId id, Throwable otherwise) {
    return workers
        .executeBlocking(() -> results.brief(id).state() == Phase.CANCELLED, false)
        .compose(
            cancelled -> cancelled ? Future.succeededFuture() : Future.failedFuture(otherwise));
  }

  private void summary(RoutingContext exchange) {
    ExperimentId id = id(exchange, "id");
    answer(exchange, 200, () -> results.summary(id));
  }

  private void compare(RoutingContext exchange) {
    RunName first = new RunName(id(exchange, "id").value(), selection(exchange, "first"));
    RunName second = new RunName(id(exchange, "other").value(), selection(exchange, "second"));
    answer(exchange, 200, () -> results.compare(first, second));
  }

  private void keep(RoutingContext exchange) {
    ExperimentId id = id(exchange, "id");
    String number = exchange.pathParam("number");
    if (!number.matches("[0-9]{1,9}")) {
      throw ProblemException.badRequest(
          "trial: expected a number from 1, found '%s'".formatted(number));
    }
    answer(
        exchange,
        201,
        () -> {
          RunFiles.Kept kept = files.keep(id, Integer.parseInt(number));
          return new DeployableView(kept.model(), kept.head());
        });
  }

  private void file(RoutingContext exchange, String name, String type) {
    ExperimentId id = id(exchange, "id");
    workers
        .executeBlocking(() -> files.read(id, name), false)
        .onSuccess(content -> Exchange.answer(exchange, type, content))
        .onFailure(failure -> exchange.fail(problem(failure)));
  }

  private void answer(RoutingContext exchange, int status, Callable<Object> view) {
    workers
        .executeBlocking(() -> MessageCodec.encode(view.call()), false)
        .onSuccess(json -> Exchange.answer(exchange, status, json))
        .onFailure(failure -> exchange.fail(problem(failure)));
  }

  private static Throwable problem(Throwable failure) {
    String why = String.valueOf(failure.getMessage());
    if (failure instanceof LabRefusal refusal) {
      return refusal.isUnknown() ? ProblemException.notFound(why) : ProblemException.conflict(why);
    }
    if (failure instanceof SpecException || failure instanceof DataException) {
      return ProblemException.badRequest(why);
    }
    return failure instanceof RefusedException ? ProblemException.conflict(why) : failure;
  }

  private static Selection selection(RoutingContext exchange, String side) {
    try {
      return Selection.parse(exchange.request().getParam(side, ""));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(side + ": " + e.getMessage());
    }
  }

  private static ExperimentId id(RoutingContext exchange, String parameter) {
    try {
      return new ExperimentId(exchange.pathParam(parameter));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }
}
