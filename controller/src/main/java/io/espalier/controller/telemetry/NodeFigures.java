package io.espalier.controller.telemetry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.SystemSample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node measured last; each is absent until it measured it.
 *
 * @param cpuPercent of all cores together, 0 to 100
 * @param memoryBytes physical memory in use
 * @param memoryTotalBytes physical memory
 * @param rssBytes resident memory of the agent
 * @param temperatureCelsius of the processor
 * @param throttled what slows the processor now, in words; absent where the board does not say
 * @param p99Us 99th percentile of single inferences, microseconds
 * @param accuracy share of right answers, 0 to 1
 * @param accuracyOf the model that was right that often
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeFigures(
    @JsonSetter(nulls = Nulls.SET) @Nullable Double cpuPercent,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long memoryBytes,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long memoryTotalBytes,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long rssBytes,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double temperatureCelsius,
    @JsonSetter(nulls = Nulls.SET) @Nullable List<String> throttled,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double p99Us,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double accuracy,
    @JsonSetter(nulls = Nulls.SET) @Nullable Digest accuracyOf) {
  /** Those of the newest record of each kind. */
  static NodeFigures of(Map<String, Sample> newest) {
    SystemSample system = read(newest.get("system"), SystemSample.class);
    InferenceSample inference = read(newest.get("inference"), InferenceSample.class);
    AccuracySample accuracy = read(newest.get("accuracy"), AccuracySample.class);
    return new NodeFigures(
        system == null ? null : system.systemCpuPercent(),
        system == null ? null : system.memoryUsedBytes(),
        system == null ? null : system.memoryTotalBytes(),
        system == null ? null : system.rssBytes(),
        system == null ? null : system.temperatureCelsius(),
        system == null ? null : throttled(system.board()),
        inference == null ? null : inference.latency().p99Us(),
        accuracy == null ? null : accuracy.accuracy(),
        accuracy == null ? null : accuracy.model());
  }

  /** Whether its board runs slower than it could; false too if it does not say. */
  @JsonIgnore
  public boolean isThrottled() {
    return throttled != null && !throttled.isEmpty();
  }

  private static @Nullable List<String> throttled(@Nullable BoardState board) {
    return board == null || board.throttled() == null ? null : board.throttled().now();
  }

  /** Null where there is none, or one that a newer build wrote. */
  private static <T> @Nullable T read(@Nullable Sample sample, Class<T> type) {
    try {
      return sample == null
          ? null
          : MessageCodec.decode(sample.payload().getBytes(StandardCharsets.UTF_8), type);
    } catch (MalformedMessageException e) {
      return null;
    }
  }
}
