/**
 * From a spec to a directory of results. {@link io.espalier.controller.experiment.ExperimentRunner}
 * reads like the README's sentence.
 */
@NullMarked
package io.espalier.controller.experiment;

import org.jspecify.annotations.NullMarked;
