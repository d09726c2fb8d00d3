/**
 * What the node knows of itself: what it is, how busy it is, and how it stamps what it says. {@link
 * io.espalier.node.telemetry.SystemReporter} is the front door.
 */
@NullMarked
package io.espalier.node.telemetry;

import org.jspecify.annotations.NullMarked;
