/**
 * Trains an autoencoder by back-propagation, the same for the same seed whatever the number of
 * threads. {@link io.espalier.compressor.train.Trainer} is the front door.
 */
@NullMarked
package io.espalier.compressor.train;

import org.jspecify.annotations.NullMarked;
