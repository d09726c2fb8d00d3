package io.espalier.node.bench;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.Throttling;
import org.jspecify.annotations.Nullable;

/**
 * How a model did on this machine.
 *
 * @param hardware what the machine is
 * @param architecture of the processor, for instance {@code aarch64}
 * @param tensorflowLite version of the runtime
 * @param modelBytes size of the file
 * @param inputWidth floats in a row of input
 * @param outputWidth values in a row of output
 * @param threads of the interpreter
 * @param delegatedOperators that XNNPACK took
 * @param totalOperators of the model
 * @param loadMillis from the file's bytes to the first result
 * @param latency of single inferences: from the input as floats to the model's output
 * @param processCpuPercent of one core, during the timed inferences
 * @param systemCpuPercent of all cores together, during the timed inferences
 * @param rssBytes resident memory of the process after them
 * @param temperatureBefore degrees Celsius before the first inference; absent without a sensor
 * @param temperatureAfter degrees Celsius after the last one; absent without a sensor
 * @param throttledMeanwhile what slowed the processor during the timed inferences; absent where the
 *     board does not say
 * @param board what it says of itself after them; absent where it says nothing
 */
public record BenchFigures(
    String hardware,
    String architecture,
    String tensorflowLite,
    long modelBytes,
    int inputWidth,
    int outputWidth,
    int threads,
    int delegatedOperators,
    int totalOperators,
    double loadMillis,
    LatencySummary latency,
    double processCpuPercent,
    double systemCpuPercent,
    long rssBytes,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double temperatureBefore,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double temperatureAfter,
    @JsonSetter(nulls = Nulls.SET) @Nullable Throttling throttledMeanwhile,
    @JsonSetter(nulls = Nulls.SET) @Nullable BoardState board) {}
