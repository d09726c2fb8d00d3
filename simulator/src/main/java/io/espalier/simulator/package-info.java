/**
 * Ten thousand nodes that do not exist, in one process. {@link
 * io.espalier.simulator.SimulatedFleet} is the front door; everything they say is marked as
 * simulated.
 */
@NullMarked
package io.espalier.simulator;

import org.jspecify.annotations.NullMarked;
