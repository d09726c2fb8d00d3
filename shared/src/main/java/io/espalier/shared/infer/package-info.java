/**
 * Asking a node's model over MQTT. {@link io.espalier.shared.infer.InferenceRequest} is answered by
 * {@link io.espalier.shared.infer.InferenceAnswer}.
 */
@NullMarked
package io.espalier.shared.infer;

import org.jspecify.annotations.NullMarked;
