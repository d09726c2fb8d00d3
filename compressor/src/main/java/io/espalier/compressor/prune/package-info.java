/**
 * Takes links away: how many, which, and the network without them. {@link
 * io.espalier.compressor.prune.Pruner} is the front door.
 */
@NullMarked
package io.espalier.compressor.prune;

import org.jspecify.annotations.NullMarked;
