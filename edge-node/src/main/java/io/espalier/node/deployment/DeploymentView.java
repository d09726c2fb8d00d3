package io.espalier.node.deployment;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Phase;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DeploymentMachine} as others may see it.
 *
 * @param phase of {@code deployment}
 * @param deployment the newest that was asked for; absent if none
 * @param running what serves; absent when nothing does
 * @param crashes of the process while that served
 * @param fallback what would serve if that failed; absent when nothing would
 * @param evidence of the newest test of the deployment's model; absent before it
 * @param error why the deployment was given up; absent unless it was
 * @param unobtainable the artifact that the broker does not have; absent if none
 */
public record DeploymentView(
    Phase phase,
    @Nullable DeploymentId deployment,
    @Nullable DesiredState running,
    int crashes,
    @Nullable DesiredState fallback,
    @Nullable Evidence evidence,
    @Nullable String error,
    @Nullable Digest unobtainable) {}
