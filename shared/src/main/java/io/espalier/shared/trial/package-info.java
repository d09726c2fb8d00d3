/**
 * One measurement of one model on one node. {@link io.espalier.shared.trial.TrialRequest} asks,
 * {@link io.espalier.shared.trial.TrialResult} answers.
 */
@NullMarked
package io.espalier.shared.trial;

import org.jspecify.annotations.NullMarked;
