/** How a model does on this machine, without a fleet: what {@code espalier-node bench} prints. */
@NullMarked
package io.espalier.node.bench;

import org.jspecify.annotations.NullMarked;
