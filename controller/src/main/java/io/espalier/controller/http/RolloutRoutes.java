package io.espalier.controller.http;

import io.espalier.controller.api.RolloutView;
import io.espalier.controller.rollout.Command;
import io.espalier.controller.rollout.RolloutArchive;
import io.espalier.controller.rollout.RolloutDriver;
import io.espalier.controller.rollout.RolloutId;
import io.espalier.controller.rollout.RolloutRefusal;
import io.espalier.controller.rollout.RolloutSpec;
import io.espalier.controller.rollout.RolloutSpecReader;
import io.espalier.controller.rollout.RolloutState;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code /rollouts}: begun, watched and told what to do. */
public final class RolloutRoutes implements Routes {
  private final RolloutDriver driver;
  private final RolloutArchive archive;
  private final WorkerExecutor workers;

  /** Rollouts of that driver, read from that archive. */
  public RolloutRoutes(RolloutDriver driver, RolloutArchive archive, WorkerExecutor workers) {
    this.driver = driver;
    this.archive = archive;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/rollouts").handler(this::list);
    api.post("/rollouts").handler(this::create);
    api.get("/rollouts/:id").handler(this::show);
    api.get("/rollouts/:id/audit").handler(this::audit);
    for (Command command : Command.values()) {
      api.post("/rollouts/:id/" + command.text()).handler(exchange -> tell(exchange, command));
    }
  }

  private void list(RoutingContext exchange) {
    Page page = Page.asked(exchange);
    answerWith(
        exchange,
        () -> {
          Page.Of<RolloutArchive.Entry> found =
              page.newestFirst(
                  archive.all(),
                  RolloutArchive.Entry::createdAt,
                  entry -> entry.state().id().value());
          return new RolloutView.Several(
              found.items().stream().map(RolloutRoutes::view).map(RolloutView::brief).toList(),
              found.next());
        });
  }

  private void show(RoutingContext exchange) {
    RolloutId id = id(exchange);
    workers
        .executeBlocking(() -> archive.find(id).orElseThrow(() -> unknown(id)), false)
        .onSuccess(entry -> tag(entry.state()).tell(exchange))
        .compose(entry -> workers.executeBlocking(() -> MessageCodec.encode(view(entry)), false))
        .onSuccess(json -> Exchange.answer(exchange, 200, json))
        .onFailure(exchange::fail);
  }

  private void audit(RoutingContext exchange) {
    RolloutId id = id(exchange);
    answerWith(
        exchange,
        () -> {
          if (archive.find(id).isEmpty()) {
            throw unknown(id);
          }
          return new RolloutView.Audit.Several(
              archive.audit(id).stream()
                  .map(taken -> RolloutView.Audit.of(taken.at(), taken.entry()))
                  .toList());
        });
  }

  private void create(RoutingContext exchange) {
    Buffer body = exchange.body().buffer();
    RolloutSpec spec;
    try {
      spec = RolloutSpecReader.read(body == null ? new byte[0] : body.getBytes()).toSpec();
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
    RolloutSpec named = Idempotency.name(exchange).map(spec::orNamed).orElse(spec);
    String who = Gate.who(exchange);
    Future<RolloutState> begun =
        Idempotency.isAgain(exchange)
            ? begunBefore(named)
                .compose(
                    before ->
                        before
                            .map(Future::succeededFuture)
                            .orElseGet(() -> driver.create(named, who)))
            : driver.create(named, who);
    answer(exchange, 201, begun);
  }

  /** What a controller that was killed made of the same request, if it came so far. */
  private Future<Optional<RolloutState>> begunBefore(RolloutSpec spec) {
    RolloutId name = spec.name();
    return name == null
        ? Future.succeededFuture(Optional.empty())
        : workers.executeBlocking(
            () -> archive.find(name).map(RolloutArchive.Entry::state).filter(spec::isOf), false);
  }

  private void tell(RoutingContext exchange, Command command) {
    RolloutId id = id(exchange);
    String who = Gate.who(exchange);
    String wanted = Tag.wanted(exchange);
    boolean again = Idempotency.isAgain(exchange);
    answer(
        exchange,
        200,
        driver.command(
            id,
            command,
            who,
            state -> {
              if (again && command.isDoneIn(state.stage())) {
                return false;
              }
              if (!tag(state).matches(wanted)) {
                throw Tag.changed("rollout " + id);
              }
              return true;
            }));
  }

  /** Changes with what orders depend on: not with each report of a node. */
  private static Tag tag(RolloutState state) {
    return Tag.of(state.id(), state.stage(), state.wave());
  }

  private void answer(RoutingContext exchange, int status, Future<RolloutState> done) {
    done.compose(
            state ->
                workers.executeBlocking(
                    () ->
                        MessageCodec.encode(
                            archive
                                .find(state.id())
                                .map(entry -> view(entry).brief())
                                .orElseThrow(() -> unknown(state.id()))),
                    false))
        .onSuccess(json -> Exchange.answer(exchange, status, json))
        .onFailure(failure -> exchange.fail(problem(failure)));
  }

  /** A large rollout takes longer to read and write than an event loop has time. */
  private void answerWith(RoutingContext exchange, Callable<Object> view) {
    workers
        .executeBlocking(() -> MessageCodec.encode(view.call()), false)
        .onSuccess(json -> Exchange.answer(exchange, 200, json))
        .onFailure(exchange::fail);
  }

  private static Throwable problem(Throwable failure) {
    if (!(failure instanceof RolloutRefusal refusal)) {
      return failure;
    }
    String why = String.valueOf(refusal.getMessage());
    return switch (refusal.kind()) {
      case NOT_FOUND -> ProblemException.notFound(why);
      case CONFLICT -> ProblemException.conflict(why);
      case IMPOSSIBLE -> ProblemException.unprocessable(why);
    };
  }

  /** A rollout as it is kept, with all its nodes. */
  static RolloutView view(RolloutArchive.Entry entry) {
    return RolloutView.of(entry.state(), entry.createdAt(), entry.updatedAt());
  }

  private static RolloutId id(RoutingContext exchange) {
    try {
      return new RolloutId(exchange.pathParam("id"));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException unknown(RolloutId id) {
    return ProblemException.notFound("rollout " + id + ": expected one, found none");
  }
}
