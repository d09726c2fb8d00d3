package io.espalier.controller.rollout;

import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a report for the node that made it:
 *
 * <pre>
 * asked, carried → updated      active, runs the new model, enough good inferences
 * asked, carried, updated → failed      refused or fell back
 * updated, failed → asked      it speaks of another deployment: it lost its memory
 * returning → returned | not returned      it ended with the deployment that goes back
 * </pre>
 */
record Hearing(RolloutId id, RolloutSpec spec) {
  /** The node after the report; the same if that is old or says nothing of this rollout. */
  NodeState hear(ReportedState report, NodeState node, Stage stage) {
    if (!isNewer(report, node)) {
      return node;
    }
    long epoch = report.stamp().epoch();
    long seq = report.stamp().seq();
    return switch (node.step()) {
      case WAITING -> node.heard(epoch, seq, null, Step.WAITING);
      case RETURNING, RETURNED, NOT_RETURNED ->
          node.heard(epoch, seq, node.findings(), backward(report, node));
      default -> forward(report, node, stage);
    };
  }

  private NodeState forward(ReportedState report, NodeState node, Stage stage) {
    long epoch = report.stamp().epoch();
    long seq = report.stamp().seq();
    if (id.forward().equals(report.deployment())) {
      Findings findings = Findings.of(report, spec.model(), node.findings());
      return node.heard(epoch, seq, findings, step(report, node.step(), stage));
    }
    if (stage.isFinal()) {
      return node; // Somebody else's by now.
    }
    // It has not got the request yet, or lost its memory: it is asked, whatever it had said.
    Step step = node.step() == Step.CARRIED ? Step.CARRIED : Step.ASKED;
    return node.heard(epoch, seq, null, step);
  }

  private Step step(ReportedState report, Step known, Stage stage) {
    if (report.phase() == Phase.REFUSED || report.phase() == Phase.FALLEN_BACK) {
      return Step.FAILED;
    }
    RunningModel running = report.running();
    if (report.phase() == Phase.ACTIVE
        && running != null
        && running.model().equals(spec.model())
        && (known == Step.UPDATED || running.goodInferences() >= spec.goodInferences())) {
      return Step.UPDATED;
    }
    // After the end nobody waits, so a node that tests it once more is outstanding.
    return known == Step.CARRIED || stage == Stage.DONE ? Step.CARRIED : Step.ASKED;
  }

  private Step backward(ReportedState report, NodeState node) {
    if (!id.back().equals(report.deployment()) || !report.phase().isFinal()) {
      return node.step();
    }
    return runs(report.running(), node.before()) ? Step.RETURNED : Step.NOT_RETURNED;
  }

  private static boolean runs(@Nullable RunningModel running, @Nullable Before before) {
    return before != null && running != null && running.model().equals(before.model());
  }

  private static boolean isNewer(ReportedState report, NodeState node) {
    long epoch = report.stamp().epoch();
    return epoch > node.epoch() || (epoch == node.epoch() && report.stamp().seq() > node.seq());
  }
}
