/**
 * How the node writes what must survive a loss of power. {@link io.espalier.node.disk.DurableFile}
 * is the front door.
 */
@NullMarked
package io.espalier.node.disk;

import org.jspecify.annotations.NullMarked;
