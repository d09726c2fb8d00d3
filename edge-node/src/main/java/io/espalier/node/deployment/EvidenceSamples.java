package io.espalier.node.deployment;

import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.TelemetrySink;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.InferenceSample;

/**
 * Makes telemetry of what tests have shown.
 *
 * @param node of which
 * @param stamps for its records
 * @param telemetry takes them
 */
record EvidenceSamples(NodeId node, Stamps stamps, TelemetrySink telemetry) {
  void offer(Evidence evidence) {
    telemetry.offer(new InferenceSample(stamps.next(), node, evidence.model(), evidence.latency()));
    if (evidence.correct() != null) {
      telemetry.offer(
          AccuracySample.of(
              stamps.next(), node, evidence.model(), evidence.correct(), evidence.samples()));
    }
  }
}
