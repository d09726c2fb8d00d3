package io.espalier.node.observe;

import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.telemetry.DriftSample.Statistic;

/**
 * What a model met when it was accepted.
 *
 * @param deployment that brought the model
 * @param statistic what of each inference is compared
 * @param values of it, one for each sample; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record DriftReference(DeploymentId deployment, Statistic statistic, double[] values) {}
