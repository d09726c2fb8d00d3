/**
 * What the controller counts and measures of itself, for Prometheus and for whatever takes OTLP.
 * {@link io.espalier.controller.metrics.Metrics} is where all of it is registered.
 */
@NullMarked
package io.espalier.controller.metrics;

import org.jspecify.annotations.NullMarked;
