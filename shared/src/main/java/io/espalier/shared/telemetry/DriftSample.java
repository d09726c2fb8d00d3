package io.espalier.shared.telemetry;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;

/**
 * How far what a model meets in use is from what it met when it was accepted.
 *
 * @param stamp which record
 * @param node which node
 * @param model which model
 * @param statistic what of each inference is compared
 * @param count inferences of the window, at least 1
 * @param mean of the statistic over the window
 * @param score population stability index of the window against the reference, 0 or more; above
 *     0.25 is commonly taken for a shift
 */
public record DriftSample(
    Stamp stamp,
    NodeId node,
    Digest model,
    Statistic statistic,
    int count,
    double mean,
    double score) {
  /** What of each inference is compared. */
  public enum Statistic {
    /** Mean squared difference between output and input: the output is as wide as the input. */
    @JsonProperty("reconstruction_error")
    RECONSTRUCTION_ERROR,
    /** Largest softmax share of the outputs. */
    @JsonProperty("confidence")
    CONFIDENCE
  }
}
