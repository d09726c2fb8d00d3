package io.espalier.controller;

import io.espalier.controller.broker.EmbeddedBroker;
import io.espalier.controller.fleet.LocalNodes;
import io.espalier.controller.link.ArtifactPublisher;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.trial.TrialCoordinator;
import io.espalier.shared.fleet.NodeId;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Constructs a controller and starts it, part by part; closing ends the parts in reverse. */
public final class ControllerWiring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerWiring.class);
  private static final long STOP_SECONDS = 10;

  private final Vertx vertx;
  private final Deque<String> deployments = new ArrayDeque<>();
  private final TrialCoordinator trials;

  /**
   * Starts everything.
   *
   * @param runId unique among the controllers on the broker
   * @param eligible which nodes may be given trials
   * @throws ExecutionException if a part could not be started; its cause says why
   */
  public ControllerWiring(ControllerConfig config, String runId, Predicate<NodeId> eligible)
      throws ExecutionException, InterruptedException {
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    try {
      URI broker = config.broker() != null ? config.broker() : startBroker(config);
      ControllerLink link = new ControllerLink(broker, "espalier-controller-" + runId);
      ArtifactPublisher publisher = new ArtifactPublisher(vertx, link, config.topics());
      this.trials = new TrialCoordinator(link, publisher, config.topics(), eligible);
      deploy(link);
      deploy(trials);
      if (config.nodeProgram() != null) {
        deploy(
            new LocalNodes(
                config.nodeProgram(),
                broker,
                config.topics(),
                link,
                config.nodeDirectory(),
                localIds(config, runId)));
      }
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Runs trials on the nodes. */
  public TrialCoordinator trials() {
    return trials;
  }

  @Override
  public void close() {
    while (!deployments.isEmpty()) {
      finish(vertx.undeploy(deployments.pop()));
    }
    finish(vertx.close());
  }

  private URI startBroker(ControllerConfig config) throws ExecutionException, InterruptedException {
    EmbeddedBroker broker = new EmbeddedBroker(config.listenHost(), config.listenPort());
    deploy(broker);
    return broker.address();
  }

  /** On a broker that others use too, the names of our nodes must not be theirs. */
  private static List<NodeId> localIds(ControllerConfig config, String runId) {
    String prefix = config.broker() == null ? "local-" : "local-" + runId + "-";
    return IntStream.rangeClosed(1, config.localNodes())
        .mapToObj(number -> new NodeId(prefix + number))
        .toList();
  }

  private void deploy(Deployable part) throws ExecutionException, InterruptedException {
    deployments.push(vertx.deployVerticle(part).toCompletionStage().toCompletableFuture().get());
  }

  private static void finish(Future<?> ending) {
    boolean interrupted = Thread.interrupted();
    try {
      ending.toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("a part did not end cleanly: {}", e.toString());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
