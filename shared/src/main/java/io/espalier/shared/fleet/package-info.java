/**
 * Who is out there: node ids, what a node is, whether it is there, and which of its records came
 * first. {@link io.espalier.shared.fleet.Presence} is the message.
 */
@NullMarked
package io.espalier.shared.fleet;

import org.jspecify.annotations.NullMarked;
