/**
 * Who is out there: node ids, what a node is, and whether it is there. {@link
 * io.espalier.shared.fleet.Presence} is the message.
 */
@NullMarked
package io.espalier.shared.fleet;

import org.jspecify.annotations.NullMarked;
