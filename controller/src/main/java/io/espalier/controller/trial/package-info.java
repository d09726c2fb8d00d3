/**
 * Gives trials to nodes until each has a result. {@link
 * io.espalier.controller.trial.TrialDispatcher} decides, {@link
 * io.espalier.controller.trial.TrialCoordinator} carries out.
 */
@NullMarked
package io.espalier.controller.trial;

import org.jspecify.annotations.NullMarked;
