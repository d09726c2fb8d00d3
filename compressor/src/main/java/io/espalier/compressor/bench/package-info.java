/**
 * Measures what the compressor reaches, each figure beside the least that the machine could do.
 * {@link io.espalier.compressor.bench.Benchmark} is one such measurement.
 */
@NullMarked
package io.espalier.compressor.bench;

import org.jspecify.annotations.NullMarked;
