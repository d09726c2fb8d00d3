/**
 * The words on the wire. {@link io.espalier.shared.protocol.Topics} is the only place where a topic
 * is built or parsed, {@link io.espalier.shared.protocol.MessageCodec} the only one where a payload
 * is.
 */
@NullMarked
package io.espalier.shared.protocol;

import org.jspecify.annotations.NullMarked;
