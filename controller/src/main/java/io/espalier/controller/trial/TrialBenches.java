package io.espalier.controller.trial;

import io.espalier.controller.link.ArtifactPublisher;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.link.Publishable;
import io.espalier.controller.parts.Deployments;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.protocol.Topics;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Opens a bench for each experiment, on the broker of a fleet.
 *
 * @param broker where the nodes are
 * @param security how that broker and the controller know each other
 * @param topics under which prefix everything is said
 * @param neededElsewhere what the broker must not forget when no trial needs it any more
 * @param signed an artifact as nodes will take it
 */
public record TrialBenches(
    Vertx vertx,
    URI broker,
    LinkSecurity security,
    Topics topics,
    Predicate<Digest> neededElsewhere,
    UnaryOperator<Publishable> signed) {
  /**
   * Opens one.
   *
   * @param runId unique among those who use the broker
   * @param eligible which nodes may be given trials
   * @throws ExecutionException if there is no connection; its cause says why
   */
  public TrialBench open(String runId, Predicate<NodeId> eligible)
      throws ExecutionException, InterruptedException {
    ControllerLink link = new ControllerLink(broker, "espalier-trials-" + runId, security);
    ArtifactPublisher publisher = new ArtifactPublisher(vertx, link, topics, neededElsewhere);
    TrialCoordinator coordinator = new TrialCoordinator(link, publisher, topics, eligible);
    Deployments parts = new Deployments(vertx);
    try {
      parts.deploy(link);
      parts.deploy(coordinator);
      return new TrialBench(coordinator, signed, parts);
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }
}
