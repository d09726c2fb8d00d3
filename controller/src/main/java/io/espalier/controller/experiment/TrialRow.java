package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.controller.trial.TrialOutcome;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.trial.Measurement;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code results.csv}: a trial and what came of it. What a failed trial could not measure
 * is absent.
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
  "reason"
})
public record TrialRow(
    @JsonProperty("seed") long seed,
    @JsonProperty("method") String method,
    @JsonProperty("sparsity") double sparsity,
    @JsonProperty("sparsity_reached") double sparsityReached,
    @JsonProperty("precision") Precision precision,
    @JsonProperty("node") @Nullable String node,
    @JsonProperty("hardware") @Nullable String hardware,
    @JsonProperty("status") Status status,
    @JsonProperty("accuracy") @Nullable Double accuracy,
    @JsonProperty("correct") @Nullable Integer correct,
    @JsonProperty("total") @Nullable Integer total,
    @JsonProperty("latency_p50_us") @Nullable Double latencyP50Us,
    @JsonProperty("latency_p90_us") @Nullable Double latencyP90Us,
    @JsonProperty("latency_p99_us") @Nullable Double latencyP99Us,
    @JsonProperty("cpu_percent") @Nullable Double cpuPercent,
    @JsonProperty("rss_bytes") @Nullable Long rssBytes,
    @JsonProperty("model_bytes") @Nullable Long modelBytes,
    @JsonProperty("wire_bytes") @Nullable Long wireBytes,
    @JsonProperty("operators_delegated") @Nullable Integer operatorsDelegated,
    @JsonProperty("operators_total") @Nullable Integer operatorsTotal,
    @JsonProperty("digest") @Nullable String digest,
    @JsonProperty("system_cpu_percent") @Nullable Double systemCpuPercent,
    @JsonProperty("memory_used_bytes") @Nullable Long memoryUsedBytes,
    @JsonProperty("memory_total_bytes") @Nullable Long memoryTotalBytes,
    @JsonProperty("reason") @Nullable String reason) {
  /** How a trial ended. */
  public enum Status {
    /** Measured, and XNNPACK took every operator. */
    @JsonProperty("ok")
    OK,
    /** Measured, but XNNPACK did not take every operator: latencies are not comparable. */
    @JsonProperty("not-delegated")
    NOT_DELEGATED,
    /** Not measured. */
    @JsonProperty("failed")
    FAILED
  }

  /**
   * @throws IllegalArgumentException if a figure is absent that a row of that status has
   */
  public TrialRow {
    requirePresent("method, precision and status", method, precision, status);
    if (status != Status.FAILED) {
      requirePresent(
          "all figures of a measured trial",
          node,
          hardware,
          accuracy,
          correct,
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
    }
  }

  static TrialRow of(Trial trial, double sparsityReached, TrialOutcome outcome) {
    if (outcome instanceof TrialOutcome.Measured measured) {
      return measured(trial, sparsityReached, measured);
    }
    String reason =
        outcome instanceof TrialOutcome.Abandoned abandoned ? abandoned.reason() : "unknown";
    return new TrialRow(
        trial.seed(),
        trial.method(),
        trial.sparsity(),
        sparsityReached,
        trial.precision(),
        null,
        null,
        Status.FAILED,
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
        reason);
  }

  private static TrialRow measured(
      Trial trial, double sparsityReached, TrialOutcome.Measured measured) {
    Measurement m = measured.measurement();
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
        null);
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

  /** Whether it was measured, and so need not be run again. */
  @JsonIgnore
  public boolean isMeasured() {
    return status != Status.FAILED;
  }
}
