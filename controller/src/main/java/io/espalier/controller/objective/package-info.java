/**
 * What is wanted of a model, in a line: {@link io.espalier.controller.objective.Objective} is read
 * from {@code max accuracy s.t. p99 < 5ms, bytes < 64k}. Pure.
 */
@NullMarked
package io.espalier.controller.objective;

import org.jspecify.annotations.NullMarked;
