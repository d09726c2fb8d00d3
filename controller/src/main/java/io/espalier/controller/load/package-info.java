/**
 * How much telemetry a controller takes: senders that are no nodes but keep records as nodes do, a
 * real broker, and a controller in a process of its own that is killed. {@link
 * io.espalier.controller.load.TelemetryLoad} runs it.
 */
@NullMarked
package io.espalier.controller.load;

import org.jspecify.annotations.NullMarked;
