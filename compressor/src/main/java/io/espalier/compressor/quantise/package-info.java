/**
 * Numbers in fewer bits, by the arithmetic of TensorFlow's converter. {@link
 * io.espalier.compressor.quantise.Float16} halves them, {@link
 * io.espalier.compressor.quantise.DynamicRangeInt8} quarters them.
 */
@NullMarked
package io.espalier.compressor.quantise;

import org.jspecify.annotations.NullMarked;
