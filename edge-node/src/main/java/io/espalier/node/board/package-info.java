/**
 * What a board says of itself: clock, temperature, throttling, wear. Read from the files of the
 * kernel; what is not there is absent.
 */
@NullMarked
package io.espalier.node.board;

import org.jspecify.annotations.NullMarked;
