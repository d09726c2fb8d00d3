package io.espalier.shared.deployment;

import io.espalier.shared.artifact.Digest;

/**
 * The model that serves on a node at this moment.
 *
 * @param model its digest, computed by the node from the bytes it loaded
 * @param deployment which deployment brought it
 * @param goodInferences that succeeded since it was loaded, 0 or more
 * @param crashes of the node's process while it served, 0 or more
 */
public record RunningModel(
    Digest model, DeploymentId deployment, long goodInferences, int crashes) {}
