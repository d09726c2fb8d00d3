/**
 * The classifier that tells what is left of an image: a support vector machine. {@link
 * io.espalier.compressor.head.RbfSvmTrainer} fits it, {@link
 * io.espalier.compressor.head.RbfSvmHead} writes it as a graph for TensorFlow Lite.
 */
@NullMarked
package io.espalier.compressor.head;

import org.jspecify.annotations.NullMarked;
