package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.rollout.Findings;
import io.espalier.controller.rollout.NodeState;
import io.espalier.controller.rollout.RolloutArchive;
import io.espalier.controller.rollout.RolloutId;
import io.espalier.controller.rollout.RolloutState;
import io.espalier.controller.rollout.Stage;
import io.espalier.controller.rollout.Step;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout was to bring to a node.
 *
 * @param rollout which rollout
 * @param stage where it is
 * @param model that it brings
 * @param wave in which the node is asked, from 1
 * @param step how far it is with the node
 * @param findings what the node said of it; absent before it did
 * @param createdAt when the rollout was asked for
 */
public record DeploymentView(
    RolloutId rollout,
    Stage stage,
    Digest model,
    int wave,
    Step step,
    @JsonSetter(nulls = Nulls.SET) @Nullable Findings findings,
    Instant createdAt) {
  /**
   * Several.
   *
   * @param deployments the newest first
   */
  public record Several(List<DeploymentView> deployments) {
    /** Those of a node in these rollouts, the newest of which come first. */
    public static Several of(NodeId node, List<RolloutArchive.Entry> rollouts) {
      return new Several(
          rollouts.stream()
              .flatMap(
                  entry ->
                      entry.state().nodes().stream()
                          .filter(one -> one.node().equals(node))
                          .map(one -> DeploymentView.of(entry.state(), one, entry.createdAt())))
              .toList());
    }
  }

  private static DeploymentView of(RolloutState rollout, NodeState node, Instant createdAt) {
    return new DeploymentView(
        rollout.id(),
        rollout.stage(),
        rollout.spec().model(),
        node.wave() + 1,
        node.step(),
        node.findings(),
        createdAt);
  }
}
