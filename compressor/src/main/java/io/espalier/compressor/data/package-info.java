/**
 * Images and labels to train on, which {@link io.espalier.compressor.data.Datasets} loads: MNIST,
 * which is bundled, or any set of files in its IDX format. {@link
 * io.espalier.compressor.data.CalibrationData} reads samples for any model from NumPy's files and
 * tables.
 */
@NullMarked
package io.espalier.compressor.data;

import org.jspecify.annotations.NullMarked;
