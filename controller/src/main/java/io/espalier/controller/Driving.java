package io.espalier.controller;

import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.fleet.DesiredStates;
import io.espalier.controller.fleet.Fleet;
import io.espalier.controller.lab.Laboratory;
import io.espalier.controller.lead.Leadership;
import io.espalier.controller.rollout.RolloutDriver;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import org.jspecify.annotations.Nullable;

/** What only the controller that drives does, and what the others do instead. */
final class Driving {
  private final Vertx vertx;
  private @Nullable String laboratory;

  Driving(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Has it begin and end with that leadership. */
  void follow(
      Leadership leadership,
      ArtifactLibrary library,
      Fleet fleet,
      DesiredStates desired,
      RolloutDriver rollouts,
      Laboratory experiments,
      WorkerExecutor storeThreads) {
    leadership.onBegin(() -> reload(library, storeThreads));
    leadership.onBegin(fleet::begin);
    leadership.onBegin(desired::begin);
    leadership.onBegin(rollouts::begin);
    leadership.onBegin(() -> deploy(experiments));
    leadership.onEnd(rollouts::end);
    leadership.onEnd(this::undeploy);
    leadership.onFollow(() -> reload(library, storeThreads));
    leadership.onFollow(fleet::refresh);
    leadership.onFollow(desired::refresh);
  }

  private Future<?> deploy(Deployable experiments) {
    return vertx.deployVerticle(experiments).onSuccess(id -> laboratory = id);
  }

  private Future<?> undeploy() {
    String deployed = laboratory;
    laboratory = null;
    // Who ends the leadership's part ends what that part has deployed, and calls this after it.
    return deployed == null || !vertx.deploymentIDs().contains(deployed)
        ? Future.succeededFuture()
        : vertx.undeploy(deployed);
  }

  private static Future<?> reload(ArtifactLibrary library, WorkerExecutor storeThreads) {
    return storeThreads.executeBlocking(
        () -> {
          library.reload();
          return null;
        },
        false);
  }
}
