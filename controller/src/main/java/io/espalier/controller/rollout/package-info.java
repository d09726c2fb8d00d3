/**
 * Brings a model to a fleet in waves, each on the evidence of those before. {@link
 * io.espalier.controller.rollout.RolloutMachine} decides and knows neither clock nor wire, {@link
 * io.espalier.controller.rollout.RolloutDriver} does what it says.
 */
@NullMarked
package io.espalier.controller.rollout;

import org.jspecify.annotations.NullMarked;
