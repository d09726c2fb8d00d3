/**
 * Any two runs side by side, and what of their differences is more than chance: {@link
 * io.espalier.controller.comparison.Comparison} is the front door. Pure.
 */
@NullMarked
package io.espalier.controller.comparison;

import org.jspecify.annotations.NullMarked;
