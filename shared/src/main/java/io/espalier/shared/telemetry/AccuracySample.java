package io.espalier.shared.telemetry;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;

/**
 * How often a model was right on a node, counted there from the model's own output.
 *
 * @param stamp which record
 * @param node which node
 * @param model which model
 * @param correct answers that equal the label
 * @param total answers
 * @param accuracy correct / total, in [0, 1]
 */
public record AccuracySample(
    Stamp stamp, NodeId node, Digest model, int correct, int total, double accuracy) {
  /** The sample with those counts. */
  public static AccuracySample of(Stamp stamp, NodeId node, Digest model, int correct, int total) {
    return new AccuracySample(stamp, node, model, correct, total, correct / (double) total);
  }
}
