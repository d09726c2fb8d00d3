/**
 * Trials of a real controller and a real broker by fleets that do not exist. {@link
 * io.espalier.controller.simulation.FleetSimulation} is the front door.
 */
@NullMarked
package io.espalier.controller.simulation;

import org.jspecify.annotations.NullMarked;
