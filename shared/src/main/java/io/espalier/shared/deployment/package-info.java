/**
 * What should run on a node and what does: desired state, reported state, and the evidence between
 * them. {@link io.espalier.shared.deployment.DesiredState} is what a controller asks for, {@link
 * io.espalier.shared.deployment.ReportedState} what a node answers.
 */
@NullMarked
package io.espalier.shared.deployment;

import org.jspecify.annotations.NullMarked;
