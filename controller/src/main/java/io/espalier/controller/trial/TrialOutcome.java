package io.espalier.controller.trial;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.trial.Measurement;

/** How a trial ended. */
public sealed interface TrialOutcome {
  /**
   * A node measured it.
   *
   * @param node which node
   * @param hardware that node's hardware class
   * @param digest of the model that ran, computed by the node
   * @param measurement what it measured
   */
  record Measured(NodeId node, String hardware, Digest digest, Measurement measurement)
      implements TrialOutcome {}

  /**
   * No node could.
   *
   * @param reason one line: of the last attempt, or that there was no node
   */
  record Abandoned(String reason) implements TrialOutcome {}
}
