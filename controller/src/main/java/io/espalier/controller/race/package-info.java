/**
 * Drops variants that can no longer win, with a stated probability of dropping the best: {@link
 * io.espalier.controller.race.Race} decides. Pure: figures in, decisions out.
 */
@NullMarked
package io.espalier.controller.race;

import org.jspecify.annotations.NullMarked;
