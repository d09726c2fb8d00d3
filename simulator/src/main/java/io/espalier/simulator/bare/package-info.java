/** The least that a broker and as many sessions can do, to hold figures against. */
@NullMarked
package io.espalier.simulator.bare;

import org.jspecify.annotations.NullMarked;
