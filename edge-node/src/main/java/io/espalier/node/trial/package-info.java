/**
 * Measures models: one trial at a time, its accuracy on a test set first, then its latency. {@link
 * io.espalier.node.trial.TrialRunner} is the front door.
 */
@NullMarked
package io.espalier.node.trial;

import org.jspecify.annotations.NullMarked;
