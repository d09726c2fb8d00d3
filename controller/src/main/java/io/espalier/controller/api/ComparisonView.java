package io.espalier.controller.api;

import io.espalier.controller.experiment.Comparison;
import io.espalier.controller.experiment.ExperimentId;

/**
 * Two experiments side by side.
 *
 * @param first the one
 * @param second the other; changes are second less first
 * @param comparison what both measured, and what only one did
 */
public record ComparisonView(ExperimentId first, ExperimentId second, Comparison comparison) {}
