/**
 * Measures what the compressor reaches, each figure beside the least that the machine could do.
 * {@link io.espalier.compressor.bench.CompressorBenchmarks} lists them.
 */
@NullMarked
package io.espalier.compressor.bench;

import org.jspecify.annotations.NullMarked;
