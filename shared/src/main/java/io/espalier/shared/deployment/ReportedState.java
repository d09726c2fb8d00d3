package io.espalier.shared.deployment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What runs on a node, and how far it is with what should; retained, published at each connection
 * and each change.
 *
 * @param stamp which record; one of an older epoch says nothing about a newer one
 * @param node which node
 * @param phase how far it is with {@code deployment}
 * @param deployment the newest that it was asked for; absent when idle
 * @param running the model that serves; absent when there is none
 * @param fallback the model that would serve if that failed; absent when there is none
 * @param progress share of the chunks that are there, 0 to 1, while fetching
 * @param evidence of the newest test of the deployment's model; absent before it
 * @param error why the node refused or fell back, one line for people
 * @param unobtainable the artifact that could not be fetched; the controller publishes it again
 */
public record ReportedState(
    Stamp stamp,
    NodeId node,
    Phase phase,
    @JsonSetter(nulls = Nulls.SET) @Nullable DeploymentId deployment,
    @JsonSetter(nulls = Nulls.SET) @Nullable RunningModel running,
    @JsonSetter(nulls = Nulls.SET) @Nullable Digest fallback,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double progress,
    @JsonSetter(nulls = Nulls.SET) @Nullable Evidence evidence,
    @JsonSetter(nulls = Nulls.SET) @Nullable String error,
    @JsonSetter(nulls = Nulls.SET) @Nullable Digest unobtainable) {
  /**
   * @throws IllegalArgumentException if a phase other than idle names no deployment
   */
  public ReportedState {
    if (phase != Phase.IDLE && deployment == null) {
      throw new IllegalArgumentException(
          "reported state: expected a deployment of node %s in phase %s".formatted(node, phase));
    }
  }
}
