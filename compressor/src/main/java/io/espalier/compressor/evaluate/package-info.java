/**
 * What the outputs of a model are worth: against labels, or against the outputs of another model.
 * {@link io.espalier.compressor.evaluate.Evaluator} is the front door.
 */
@NullMarked
package io.espalier.compressor.evaluate;

import org.jspecify.annotations.NullMarked;
