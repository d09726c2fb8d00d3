package io.espalier.controller;

import io.espalier.controller.broker.EmbeddedBroker;
import io.espalier.controller.fleet.LocalNodes;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.trial.TrialBench;
import io.espalier.controller.trial.TrialBenches;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.LinkSecurity;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Constructs a controller and starts it, part by part; closing ends the parts in reverse. */
public final class ControllerWiring implements AutoCloseable {
  private final Parts parts = new Parts();
  private final TrialBench trials;

  /**
   * Starts everything.
   *
   * @param runId unique among the controllers on the broker
   * @param eligible which nodes may be given trials
   * @throws ExecutionException if a part could not be started; its cause says why
   */
  public ControllerWiring(ControllerConfig config, String runId, Predicate<NodeId> eligible)
      throws ExecutionException, InterruptedException {
    try {
      URI broker = config.broker() != null ? config.broker() : startBroker(config);
      ControllerLink link = new ControllerLink(broker, "espalier-controller-" + runId);
      TrialBenches benches =
          new TrialBenches(
              parts.vertx(),
              broker,
              LinkSecurity.NONE,
              config.topics(),
              digest -> false,
              UnaryOperator.identity());
      parts.deploy(link);
      this.trials = parts.own(benches.open(runId, eligible));
      if (config.nodeProgram() != null) {
        parts.deploy(
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
  public TrialBench trials() {
    return trials;
  }

  @Override
  public void close() {
    parts.close();
  }

  private URI startBroker(ControllerConfig config) throws ExecutionException, InterruptedException {
    EmbeddedBroker broker = new EmbeddedBroker(config.listenHost(), config.listenPort());
    parts.deploy(broker);
    return broker.address();
  }

  /** On a broker that others use too, the names of our nodes must not be theirs. */
  private static List<NodeId> localIds(ControllerConfig config, String runId) {
    String prefix = config.broker() == null ? "local-" : "local-" + runId + "-";
    return IntStream.rangeClosed(1, config.localNodes())
        .mapToObj(number -> new NodeId(prefix + number))
        .toList();
  }
}
