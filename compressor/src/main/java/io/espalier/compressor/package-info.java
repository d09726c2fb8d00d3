/**
 * Compresses a network from data to files: train, score, prune, fit a head, quantise, write. {@link
 * io.espalier.compressor.CompressionPipeline} is where to start reading.
 */
@NullMarked
package io.espalier.compressor;

import org.jspecify.annotations.NullMarked;
