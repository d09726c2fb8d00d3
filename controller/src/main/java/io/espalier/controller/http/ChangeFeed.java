package io.espalier.controller.http;

import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.fleet.DesiredStates;
import io.espalier.controller.fleet.FleetRegistry;
import io.espalier.controller.lab.ExperimentArchive;
import io.espalier.controller.lab.Laboratory;
import io.espalier.controller.rollout.RolloutArchive;
import io.espalier.controller.rollout.RolloutId;
import io.espalier.shared.fleet.NodeId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what something is after it changed: at once, and then at most once a second however
 * often it changes.
 */
public final class ChangeFeed<K> extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
  private static final long QUIET_MILLIS = 1_000;
  private static final long TICK_MILLIS = 100;

  private final Events events;
  private final String type;
  private final Function<K, Future<Optional<Object>>> view;
  private final Pace<K> pace = new Pace<>(QUIET_MILLIS);

  /**
   * Changes of one kind of thing.
   *
   * @param type of {@link Events#TYPES}
   * @param view what that thing is now; empty if it is no more. Called on the event loop
   */
  public ChangeFeed(Events events, String type, Function<K, Future<Optional<Object>>> view) {
    this.events = events;
    this.type = type;
    this.view = view;
  }

  /** Nodes. */
  public static ChangeFeed<NodeId> ofNodes(
      Events events, FleetRegistry registry, DesiredStates desired) {
    return new ChangeFeed<>(
        events,
        "node",
        id ->
            Future.succeededFuture(registry.node(id).map(node -> NodeRoutes.view(node, desired))));
  }

  /** Rollouts, without their nodes. */
  public static ChangeFeed<RolloutId> ofRollouts(
      Events events, RolloutArchive archive, WorkerExecutor workers) {
    return new ChangeFeed<>(
        events,
        "rollout",
        id ->
            workers.executeBlocking(
                () -> archive.find(id).map(entry -> RolloutRoutes.view(entry).brief()), false));
  }

  /** Experiments, without their trials. */
  public static ChangeFeed<ExperimentId> ofExperiments(
      Events events, ExperimentArchive archive, Laboratory laboratory, WorkerExecutor workers) {
    ExperimentResults results = new ExperimentResults(archive, laboratory::progress);
    return new ChangeFeed<>(
        events,
        "experiment",
        id -> workers.executeBlocking(() -> Optional.of(results.brief(id)), false));
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(TICK_MILLIS, timer -> pace.due(now()).forEach(this::publish));
    return Future.succeededFuture();
  }

  /** Something changed; from any thread, once this is started. */
  public void changed(K id) {
    context.runOnContext(
        here -> {
          if (pace.changed(id, now())) {
            publish(id);
          }
        });
  }

  private void publish(K id) {
    view.apply(id)
        .onSuccess(now -> now.ifPresent(found -> events.publish(type, found)))
        .onFailure(failure -> LOG.warn("{}={} not published: {}", type, id, failure.toString()));
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
