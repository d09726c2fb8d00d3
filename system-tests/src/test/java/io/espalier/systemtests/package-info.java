/** Whole fleets: a real broker, real processes, real faults. Each class is one story. */
@NullMarked
package io.espalier.systemtests;

import org.jspecify.annotations.NullMarked;
