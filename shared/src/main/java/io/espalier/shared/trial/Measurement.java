package io.espalier.shared.trial;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.Throttling;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a trial measured, all of it on the node. Model figures leave the head out.
 *
 * @param correct samples whose class, by model and head, equals the label; absent where none was
 *     asked for
 * @param total samples that were run
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
 * @param mse mean squared difference of outputs and targets over all values; absent where there
 *     were none
 * @param mae mean absolute difference likewise
 * @param auc how likely an anomaly has a higher score than a usual sample, ties counted half, in
 *     [0, 1]; absent where no scores were asked for
 * @param classes how often each class from 0 on was recognised; absent where none was asked for, or
 *     there are more than {@link #MOST_CLASSES}
 */
public record Measurement(
    @JsonSetter(nulls = Nulls.SET) @Nullable Integer correct,
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
    @JsonSetter(nulls = Nulls.SET) @Nullable BoardState board,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double mse,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double mae,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double auc,
    @JsonSetter(nulls = Nulls.SET) @Nullable List<ClassCount> classes) {
  /** Classes that a measurement has counts of, so that it stays a message of a few kilobytes. */
  public static final int MOST_CLASSES = 256;

  /**
   * @throws IllegalArgumentException if counts contradict each other, or a figure is out of range
   */
  public Measurement {
    if (total < 1 || (correct != null && (correct < 0 || correct > total))) {
      throw new IllegalArgumentException(
          "measurement: expected 0 ≤ correct ≤ total, found %d of %d".formatted(correct, total));
    }
    if (Stream.of(correct, mse, auc).allMatch(Objects::isNull)) {
      throw new IllegalArgumentException("measurement: expected correct, mse or auc, found none");
    }
    within("mse", mse, Double.MAX_VALUE);
    within("mae", mae, Double.MAX_VALUE);
    within("auc", auc, 1);
    classes = classes == null ? null : List.copyOf(classes);
    if (classes != null && classes.size() > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "measurement: expected at most %d classes, found %d"
              .formatted(MOST_CLASSES, classes.size()));
    }
    if (operatorsDelegated < 0 || operatorsDelegated > operatorsTotal) {
      throw new IllegalArgumentException(
          "measurement: expected 0 ≤ delegated ≤ operators, found %d of %d"
              .formatted(operatorsDelegated, operatorsTotal));
    }
  }

  /** What a machine measured by classes that says nothing of its board. */
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
        null,
        null,
        null,
        null,
        null);
  }

  /** The share of correct answers, in [0, 1]; absent where none was asked for. */
  public @Nullable Double accuracy() {
    return correct == null ? null : correct / (double) total;
  }

  private static void within(String what, @Nullable Double value, double most) {
    if (value != null && !(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          "measurement: expected %s of 0 to %s, found %s".formatted(what, most, value));
    }
  }
}
