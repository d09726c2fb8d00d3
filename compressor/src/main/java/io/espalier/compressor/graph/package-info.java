/**
 * A network seen as layers and links: what is trained, scored, pruned and written. {@link
 * io.espalier.compressor.graph.Mlp} is the place to start.
 */
@NullMarked
package io.espalier.compressor.graph;

import org.jspecify.annotations.NullMarked;
