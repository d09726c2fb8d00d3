package io.espalier.shared.telemetry;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;

/**
 * How fast a node ran a model.
 *
 * @param stamp which record
 * @param node which node
 * @param model which model
 * @param latency of single inferences, the head not included
 */
public record InferenceSample(Stamp stamp, NodeId node, Digest model, LatencySummary latency) {}
