package io.espalier.node.serve;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;

/**
 * One row that went through the model that serves.
 *
 * @param model which model
 * @param deployment which deployment brought it
 * @param input of the model; not copied
 * @param output of the model, not of its head; not copied
 * @param nanos how long the model took, its head not included
 */
@SuppressWarnings("ArrayRecordComponent")
public record LiveInference(
    Digest model, DeploymentId deployment, float[] input, float[] output, long nanos) {}
