package io.espalier.controller.experiment;

import io.espalier.controller.trial.TrialOutcome;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.Throttling;
import io.espalier.shared.trial.ClassCount;
import io.espalier.shared.trial.Measurement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of made-up trials. */
public final class Rows {
  private static final int IMAGES = 10_000;
  private static final long BYTES = 457_520;

  private Rows() {}

  /** A delegated trial with that many correct answers out of 10,000 and that median latency. */
  public static TrialRow measured(Trial trial, int correct, double p50Us) {
    return TrialRow.of(trial, trial.sparsity(), outcome(correct, p50Us, 3));
  }

  /** The same with a model of that many bytes. */
  public static TrialRow measured(Trial trial, int correct, double p50Us, long modelBytes) {
    return TrialRow.of(trial, trial.sparsity(), outcome(correct, p50Us, 3, modelBytes));
  }

  static TrialRow notDelegated(Trial trial) {
    return TrialRow.of(trial, trial.sparsity(), outcome(9_000, 50, 2));
  }

  /** A trial that no node could measure. */
  public static TrialRow failed(Trial trial, String reason) {
    return TrialRow.of(trial, trial.sparsity(), new TrialOutcome.Abandoned(reason));
  }

  /** A trial on a board that too little voltage and heat slowed. */
  public static TrialRow throttled(Trial trial) {
    return TrialRow.of(
        trial, trial.sparsity(), outcome(9_000, 50, 3, BYTES, new Throttling(0b1001)));
  }

  private static TrialOutcome outcome(int correct, double p50Us, int delegated) {
    return outcome(correct, p50Us, delegated, BYTES);
  }

  private static TrialOutcome outcome(int correct, double p50Us, int delegated, long modelBytes) {
    return outcome(correct, p50Us, delegated, modelBytes, new Throttling(0));
  }

  private static TrialOutcome outcome(
      int correct, double p50Us, int delegated, long modelBytes, Throttling throttled) {
    Measurement measurement =
        new Measurement(
            correct,
            IMAGES,
            new LatencySummary(p50Us, 1.5 * p50Us, 2 * p50Us, 1000),
            99.5,
            50_000_000,
            40.25,
            1L << 30,
            1L << 32,
            modelBytes,
            460_000,
            delegated,
            3,
            51.5,
            throttled,
            new BoardState(600, 1_500, "ondemand", new Throttling(0x50000), null),
            null,
            null,
            null,
            List.of(new ClassCount(correct / 2, IMAGES / 2), half(correct)));
    return measured(measurement);
  }

  /** Two classes, of which the second has what is left. */
  private static ClassCount half(int correct) {
    return new ClassCount(correct - correct / 2, IMAGES / 2);
  }

  /** A trial whose outputs were judged by other things than their classes. */
  public static TrialRow judged(
      Trial trial, @Nullable Double mse, @Nullable Double mae, @Nullable Double auc) {
    return TrialRow.of(trial, trial.sparsity(), measured(measurement(null, mse, mae, auc, null)));
  }

  /** A trial with those counts of its classes. */
  public static TrialRow counted(Trial trial, ClassCount... classes) {
    int correct = Stream.of(classes).mapToInt(ClassCount::right).sum();
    return TrialRow.of(
        trial,
        trial.sparsity(),
        measured(measurement(correct, null, null, null, List.of(classes))));
  }

  private static Measurement measurement(
      @Nullable Integer correct,
      @Nullable Double mse,
      @Nullable Double mae,
      @Nullable Double auc,
      @Nullable List<ClassCount> classes) {
    return new Measurement(
        correct,
        IMAGES,
        new LatencySummary(20, 30, 40, 1000),
        99.5,
        50_000_000,
        40.25,
        1L << 30,
        1L << 32,
        BYTES,
        460_000,
        3,
        3,
        null,
        null,
        null,
        mse,
        mae,
        auc,
        classes);
  }

  private static TrialOutcome measured(Measurement measurement) {
    return new TrialOutcome.Measured(
        new NodeId("pi-1"),
        "Raspberry Pi 4, \"Model B\"",
        Digest.of("model".getBytes(StandardCharsets.UTF_8)),
        measurement);
  }
}
