package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.trial.TrialOutcome;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.Throttling;
import io.espalier.shared.trial.Measurement;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code results.csv}: a trial and what came of it. What a failed trial could not measure
 * is absent, as is what its board does not say, and what was not asked for: a model judged by its
 * errors has no accuracy. Old files lack the last columns.
 */
@JsonPropertyOrder({
  "seed",
  "method",
  "sparsity",
  "sparsity_reached",
  "precision",
  "node",
  "hardware",
  "status",
  "accuracy",
  "correct",
  "total",
  "latency_p50_us",
  "latency_p90_us",
  "latency_p99_us",
  "cpu_percent",
  "rss_bytes",
  "model_bytes",
  "wire_bytes",
  "operators_delegated",
  "operators_total",
  "digest",
  "system_cpu_percent",
  "memory_used_bytes",
  "memory_total_bytes",
  "reason",
  "temperature_celsius",
  "cpu_megahertz",
  "cpu_max_megahertz",
  "governor",
  "throttled",
  "mse",
  "mae",
  "auc",
  "classes"
})
public record TrialRow(
    @JsonProperty("seed") long seed,
    @JsonProperty("method") String method,
    @JsonProperty("sparsity") double sparsity,
    @JsonProperty("sparsity_reached") double sparsityReached,
    @JsonProperty("precision") Precision precision,
    @JsonProperty("node") @JsonSetter(nulls = Nulls.SET) @Nullable String node,
    @JsonProperty("hardware") @JsonSetter(nulls = Nulls.SET) @Nullable String hardware,
    @JsonProperty("status") Status status,
    @JsonProperty("accuracy") @JsonSetter(nulls = Nulls.SET) @Nullable Double accuracy,
    @JsonProperty("correct") @JsonSetter(nulls = Nulls.SET) @Nullable Integer correct,
    @JsonProperty("total") @JsonSetter(nulls = Nulls.SET) @Nullable Integer total,
    @JsonProperty("latency_p50_us") @JsonSetter(nulls = Nulls.SET) @Nullable Double latencyP50Us,
    @JsonProperty("latency_p90_us") @JsonSetter(nulls = Nulls.SET) @Nullable Double latencyP90Us,
    @JsonProperty("latency_p99_us") @JsonSetter(nulls = Nulls.SET) @Nullable Double latencyP99Us,
    @JsonProperty("cpu_percent") @JsonSetter(nulls = Nulls.SET) @Nullable Double cpuPercent,
    @JsonProperty("rss_bytes") @JsonSetter(nulls = Nulls.SET) @Nullable Long rssBytes,
    @JsonProperty("model_bytes") @JsonSetter(nulls = Nulls.SET) @Nullable Long modelBytes,
    @JsonProperty("wire_bytes") @JsonSetter(nulls = Nulls.SET) @Nullable Long wireBytes,
    @JsonProperty("operators_delegated") @JsonSetter(nulls = Nulls.SET)
        @Nullable Integer operatorsDelegated,
    @JsonProperty("operators_total") @JsonSetter(nulls = Nulls.SET)
        @Nullable Integer operatorsTotal,
    @JsonProperty("digest") @JsonSetter(nulls = Nulls.SET) @Nullable String digest,
    @JsonProperty("system_cpu_percent") @JsonSetter(nulls = Nulls.SET)
        @Nullable Double systemCpuPercent,
    @JsonProperty("memory_used_bytes") @JsonSetter(nulls = Nulls.SET)
        @Nullable Long memoryUsedBytes,
    @JsonProperty("memory_total_bytes") @JsonSetter(nulls = Nulls.SET)
        @Nullable Long memoryTotalBytes,
    @JsonProperty("reason") @JsonSetter(nulls = Nulls.SET) @Nullable String reason,
    @JsonProperty("temperature_celsius") @JsonSetter(nulls = Nulls.SET)
        @Nullable Double temperatureCelsius,
    @JsonProperty("cpu_megahertz") @JsonSetter(nulls = Nulls.SET) @Nullable Integer cpuMegahertz,
    @JsonProperty("cpu_max_megahertz") @JsonSetter(nulls = Nulls.SET)
        @Nullable Integer cpuMaxMegahertz,
    @JsonProperty("governor") @JsonSetter(nulls = Nulls.SET) @Nullable String governor,
    @JsonProperty("throttled") @JsonSetter(nulls = Nulls.SET) @Nullable String throttled,
    @JsonProperty("mse") @JsonSetter(nulls = Nulls.SET) @Nullable Double mse,
    @JsonProperty("mae") @JsonSetter(nulls = Nulls.SET) @Nullable Double mae,
    @JsonProperty("auc") @JsonSetter(nulls = Nulls.SET) @Nullable Double auc,
    @JsonProperty("classes") @JsonSetter(nulls = Nulls.SET) @Nullable String classes) {
  private static final String NOT_THROTTLED = "no";

  /** How a trial ended. */
  public enum Status {
    /** Measured, and XNNPACK took every operator. */
    OK("ok"),
    /** Measured, but XNNPACK did not take every operator: latencies are not comparable. */
    NOT_DELEGATED("not-delegated"),
    /** Not measured. */
    FAILED("failed"),
    /** Not measured, for it could no longer win a race. */
    DROPPED("dropped");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** The name in tables and on the wire. */
    @JsonValue
    public String text() {
      return text;
    }
  }

  /**
   * @throws IllegalArgumentException if a figure is absent that a row of that status has
   */
  public TrialRow {
    requirePresent("method, precision and status", method, precision, status);
    if (isMeasured(status)) {
      requirePresent(
          "all figures of a measured trial",
          node,
          hardware,
          total,
          latencyP50Us,
          latencyP90Us,
          latencyP99Us,
          cpuPercent,
          rssBytes,
          modelBytes,
          wireBytes,
          operatorsDelegated,
          operatorsTotal,
          digest,
          systemCpuPercent,
          memoryUsedBytes,
          memoryTotalBytes);
      if ((accuracy == null) != (correct == null)
          || Stream.of(accuracy, mse, auc).allMatch(Objects::isNull)) {
        throw new IllegalArgumentException(
            "row: expected accuracy with correct, mse or auc of a measured trial, found none");
      }
    }
    ClassCounts.parse(classes);
  }

  static TrialRow of(Trial trial, double sparsityReached, TrialOutcome outcome) {
    if (outcome instanceof TrialOutcome.Measured measured) {
      return measured(trial, sparsityReached, measured);
    }
    String reason =
        outcome instanceof TrialOutcome.Abandoned abandoned ? abandoned.reason() : "unknown";
    return failed(trial, sparsityReached, reason);
  }

  /** A trial that nobody measured, and why. */
  public static TrialRow failed(Trial trial, double sparsityReached, String reason) {
    return without(trial, sparsityReached, Status.FAILED, reason);
  }

  /** A trial that a race does without, and why. */
  public static TrialRow dropped(Trial trial, String reason) {
    return without(trial, 0, Status.DROPPED, reason);
  }

  private static TrialRow without(
      Trial trial, double sparsityReached, Status status, String reason) {
    return new TrialRow(
        trial.seed(),
        trial.method(),
        trial.sparsity(),
        sparsityReached,
        trial.precision(),
        null,
        null,
        status,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        reason,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static TrialRow measured(
      Trial trial, double sparsityReached, TrialOutcome.Measured measured) {
    Measurement m = measured.measurement();
    BoardState board = Objects.requireNonNullElse(m.board(), BoardState.SILENT);
    return new TrialRow(
        trial.seed(),
        trial.method(),
        trial.sparsity(),
        sparsityReached,
        trial.precision(),
        measured.node().value(),
        measured.hardware(),
        m.operatorsDelegated() == m.operatorsTotal() ? Status.OK : Status.NOT_DELEGATED,
        m.accuracy(),
        m.correct(),
        m.total(),
        m.latency().p50Us(),
        m.latency().p90Us(),
        m.latency().p99Us(),
        m.cpuPercent(),
        m.rssBytes(),
        m.modelBytes(),
        m.wireBytes(),
        m.operatorsDelegated(),
        m.operatorsTotal(),
        measured.digest().hex(),
        m.systemCpuPercent(),
        m.memoryUsedBytes(),
        m.memoryTotalBytes(),
        null,
        m.temperatureCelsius(),
        board.cpuMegahertz(),
        board.cpuMaxMegahertz(),
        board.governor(),
        m.throttledMeanwhile() == null ? null : words(m.throttledMeanwhile()),
        m.mse(),
        m.mae(),
        m.auc(),
        ClassCounts.text(m.classes()));
  }

  private static String words(Throttling throttling) {
    return throttling.holds() ? String.join(" ", throttling.now()) : NOT_THROTTLED;
  }

  private static void requirePresent(String what, @Nullable Object... values) {
    if (Stream.of(values).anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("row: expected " + what + ", found one absent");
    }
  }

  /** Which trial this is of. */
  @JsonIgnore
  public Trial trial() {
    return new Trial(seed, method, sparsity, precision);
  }

  /** Whether its board ran slower than it could meanwhile; false too if the board did not say. */
  @JsonIgnore
  public boolean isThrottled() {
    return throttled != null && !throttled.equals(NOT_THROTTLED);
  }

  /** Whether it has figures. */
  @JsonIgnore
  public boolean isMeasured() {
    return isMeasured(status);
  }

  /** Whether nothing is left to do for it. */
  @JsonIgnore
  public boolean isSettled() {
    return status != Status.FAILED;
  }

  private static boolean isMeasured(Status status) {
    return status == Status.OK || status == Status.NOT_DELEGATED;
  }
}
