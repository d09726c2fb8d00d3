/**
 * The model that a node's own programs ask, and what is learnt from their asking. {@link
 * io.espalier.node.serve.LiveModel} is the front door.
 */
@NullMarked
package io.espalier.node.serve;

import org.jspecify.annotations.NullMarked;
