package io.espalier.shared.trial;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.Throttling;
import org.jspecify.annotations.Nullable;

/**
 * What a trial measured, all of it on the node. Model figures leave the head out.
 *
 * @param correct images whose class, by model and head, equals the label
 * @param total images that were run
 * @param latency of single inferences of the model after warm-up
 * @param cpuPercent of one core that the agent's process used from loading the model to the last
 *     timed inference
 * @param rssBytes resident memory of the agent's process at the end of the trial, model loaded
 * @param systemCpuPercent of all cores together in the same time, 0 to 100
 * @param memoryUsedBytes physical memory of the node in use at the end of the trial
 * @param memoryTotalBytes physical memory of the node
 * @param modelBytes size of the model's file
 * @param wireBytes payload bytes of the fetch that brought that file, in this trial or an earlier
 *     one: manifest and chunks, refused chunks included
 * @param operatorsDelegated operators of the model that XNNPACK took
 * @param operatorsTotal operators of the model
 * @param temperatureCelsius of the processor at the end of the trial; absent where there is no
 *     sensor
 * @param throttledMeanwhile what slowed the processor at some time of the trial, as flags of now;
 *     absent where the board does not say
 * @param board what it says of itself at the end of the trial; absent where it says nothing
 */
public record Measurement(
    int correct,
    int total,
    LatencySummary latency,
    double cpuPercent,
    long rssBytes,
    double systemCpuPercent,
    long memoryUsedBytes,
    long memoryTotalBytes,
    long modelBytes,
    long wireBytes,
    int operatorsDelegated,
    int operatorsTotal,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double temperatureCelsius,
    @JsonSetter(nulls = Nulls.SET) @Nullable Throttling throttledMeanwhile,
    @JsonSetter(nulls = Nulls.SET) @Nullable BoardState board) {
  /**
   * @throws IllegalArgumentException if counts contradict each other
   */
  public Measurement {
    if (total < 1 || correct < 0 || correct > total) {
      throw new IllegalArgumentException(
          "measurement: expected 0 ≤ correct ≤ total, found %d of %d".formatted(correct, total));
    }
    if (operatorsDelegated < 0 || operatorsDelegated > operatorsTotal) {
      throw new IllegalArgumentException(
          "measurement: expected 0 ≤ delegated ≤ operators, found %d of %d"
              .formatted(operatorsDelegated, operatorsTotal));
    }
  }

  /** What a machine measured that says nothing of its board. */
  public Measurement(
      int correct,
      int total,
      LatencySummary latency,
      double cpuPercent,
      long rssBytes,
      double systemCpuPercent,
      long memoryUsedBytes,
      long memoryTotalBytes,
      long modelBytes,
      long wireBytes,
      int operatorsDelegated,
      int operatorsTotal) {
    this(
        correct,
        total,
        latency,
        cpuPercent,
        rssBytes,
        systemCpuPercent,
        memoryUsedBytes,
        memoryTotalBytes,
        modelBytes,
        wireBytes,
        operatorsDelegated,
        operatorsTotal,
        null,
        null,
        null);
  }

  /** The share of correct answers, in [0, 1]. */
  public double accuracy() {
    return correct / (double) total;
  }
}
