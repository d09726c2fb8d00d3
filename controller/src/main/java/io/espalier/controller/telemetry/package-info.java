/**
 * Telemetry from the broker into the store, and word of it back to the nodes. {@link
 * io.espalier.controller.telemetry.TelemetryIngest} runs it, {@link
 * io.espalier.controller.telemetry.IngestMarks} decides what is new and how far all is there.
 */
@NullMarked
package io.espalier.controller.telemetry;

import org.jspecify.annotations.NullMarked;
