package io.espalier.simulator.node;

import io.espalier.node.deployment.DeploymentView;
import io.espalier.shared.fleet.NodeId;

/** Hears what becomes of nodes, from their event loops. */
public interface Progress {
  /** It has a model whole, every chunk verified. */
  void took(NodeId node);

  /** How its deployment stands now. */
  void is(NodeId node, DeploymentView view);
}
