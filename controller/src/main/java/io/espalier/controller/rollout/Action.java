package io.espalier.controller.rollout;

import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.fleet.NodeId;

/** What a rollout wants done. Doing it twice is harmless. */
public sealed interface Action {
  /** Set what should run on a node. */
  record Ask(NodeId node, DesiredState desired) implements Action {}

  /** Ask nothing of a node any more. */
  record Clear(NodeId node) implements Action {}

  /** Keep that for whoever asks later; in one commit with the state. */
  record Note(AuditEntry entry) implements Action {}
}
