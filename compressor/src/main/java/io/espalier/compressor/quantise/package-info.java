/**
 * Numbers in fewer bits. {@link io.espalier.compressor.quantise.Float16} halves them and {@link
 * io.espalier.compressor.quantise.Converter} quarters them, by the arithmetic of TensorFlow's
 * converter; {@link io.espalier.compressor.quantise.Calibration} finds the ranges of activations,
 * and {@link io.espalier.compressor.quantise.WeightRounding} chooses levels.
 */
@NullMarked
package io.espalier.compressor.quantise;

import org.jspecify.annotations.NullMarked;
