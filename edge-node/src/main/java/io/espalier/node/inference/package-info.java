/**
 * Runs models; the only place that touches native TensorFlow Lite. {@link
 * io.espalier.node.inference.TfLiteEngine} is the front door, {@link
 * io.espalier.node.inference.InferenceEngine} what others see of it.
 */
@NullMarked
package io.espalier.node.inference;

import org.jspecify.annotations.NullMarked;
