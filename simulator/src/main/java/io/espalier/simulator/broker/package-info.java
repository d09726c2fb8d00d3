/** The Mosquitto of this machine, as a process of our own. */
@NullMarked
package io.espalier.simulator.broker;

import org.jspecify.annotations.NullMarked;
