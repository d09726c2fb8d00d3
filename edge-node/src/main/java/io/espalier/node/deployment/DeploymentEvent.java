package io.espalier.node.deployment;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;

/** What happens to a node, as far as its model is concerned. */
public sealed interface DeploymentEvent {
  /**
   * The process started.
   *
   * @param journal as it was found; {@link Journal#EMPTY} where there is none
   */
  record Started(Journal journal) implements DeploymentEvent {}

  /** That should run. */
  record Wanted(DesiredState desired) implements DeploymentEvent {}

  /** Nobody asks for anything any more. */
  record Cleared() implements DeploymentEvent {}

  /** All that the deployment needs is on disk. */
  record Fetched(DeploymentId deployment) implements DeploymentEvent {}

  /** The node will not take it, now or later. */
  record Refused(DeploymentId deployment, String why) implements DeploymentEvent {}

  /** The broker does not have it. */
  record Unobtainable(DeploymentId deployment, Digest artifact, String why)
      implements DeploymentEvent {}

  /** The delay that {@link DeploymentAction.Retry} asked for is over. */
  record RetryDue(DeploymentId deployment) implements DeploymentEvent {}

  /** The model was loaded and ran on the probe. */
  record Tried(DeploymentId deployment, Evidence evidence) implements DeploymentEvent {}

  /** The model that serves ran on the probe again. */
  record Tested(DeploymentId deployment, Evidence evidence) implements DeploymentEvent {}

  /** The model cannot be loaded, or does not run. */
  record Failed(DeploymentId deployment, String why) implements DeploymentEvent {}

  /** A file of it is gone or damaged. */
  record Lost(DeploymentId deployment) implements DeploymentEvent {}

  /**
   * The model that serves has shown that it works.
   *
   * @param inferences that succeeded since it was loaded
   */
  record Good(DeploymentId deployment, long inferences) implements DeploymentEvent {}

  /** The process ends because it was asked to. */
  record Stopping() implements DeploymentEvent {}
}
