/**
 * Pruning in rounds with fine-tuning in between, the schedule and the rules it follows. {@link
 * io.espalier.compressor.gradual.GradualPruning} is the place to start.
 */
@NullMarked
package io.espalier.compressor.gradual;

import org.jspecify.annotations.NullMarked;
