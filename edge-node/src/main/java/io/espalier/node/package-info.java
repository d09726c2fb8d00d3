/**
 * The agent on the Pi. {@link io.espalier.node.NodeMain} parses the command line, {@code
 * NodeWiring} puts the parts together.
 */
@NullMarked
package io.espalier.node;

import org.jspecify.annotations.NullMarked;
