/**
 * Images and labels: MNIST, which is bundled, or any set of files in its IDX format. {@link
 * io.espalier.compressor.data.Datasets} is the front door.
 */
@NullMarked
package io.espalier.compressor.data;

import org.jspecify.annotations.NullMarked;
