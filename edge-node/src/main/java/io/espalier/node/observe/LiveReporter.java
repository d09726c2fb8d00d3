package io.espalier.node.observe;

import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.TelemetrySink;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.InferenceSample;

/**
 * Makes telemetry of live inferences: an {@link InferenceSample} for each model that was asked, and
 * a {@link DriftSample} for each window.
 *
 * @param node of which
 * @param stamps for its records
 * @param latency has seen them
 * @param drift has seen them
 * @param telemetry takes the samples
 */
public record LiveReporter(
    NodeId node, Stamps stamps, LiveLatency latency, DriftMonitor drift, TelemetrySink telemetry) {
  /** Reports what came since the last report; nothing if nobody asked. */
  public void report() {
    latency
        .take()
        .forEach(
            (model, summary) ->
                telemetry.offer(new InferenceSample(stamps.next(), node, model, summary)));
    drift
        .takeWindow()
        .ifPresent(
            window ->
                telemetry.offer(
                    new DriftSample(
                        stamps.next(),
                        node,
                        window.model(),
                        window.statistic(),
                        window.count(),
                        window.mean(),
                        window.score())));
  }
}
