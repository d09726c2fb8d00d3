/**
 * Which model runs on the node, and how another takes its place without the node ever being without
 * one. {@link io.espalier.node.deployment.DeploymentMachine} decides, {@link
 * io.espalier.node.deployment.Deployer} does it.
 */
@NullMarked
package io.espalier.node.deployment;

import org.jspecify.annotations.NullMarked;
