/**
 * Measures models: one trial at a time, what its outputs are worth on samples first, then its
 * latency. {@link io.espalier.node.trial.TrialRunner} is the front door.
 */
@NullMarked
package io.espalier.node.trial;

import org.jspecify.annotations.NullMarked;
