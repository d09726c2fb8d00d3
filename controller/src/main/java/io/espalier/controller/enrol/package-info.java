/**
 * How new nodes get their certificates by one-time tokens. {@link
 * io.espalier.controller.enrol.Enroller} answers them.
 */
@NullMarked
package io.espalier.controller.enrol;

import org.jspecify.annotations.NullMarked;
