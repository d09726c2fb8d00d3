/**
 * A node that speaks and decides as the agent does, and only pretends to run models. {@link
 * io.espalier.simulator.node.SimulatedNode} is the front door.
 */
@NullMarked
package io.espalier.simulator.node;

import org.jspecify.annotations.NullMarked;
