package io.espalier.controller.telemetry;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Something that nodes measure again and again.
 *
 * @param name of it
 * @param unit of its values
 * @param kind of the records that it is in
 * @param field of them
 */
public record Metric(String name, String unit, String kind, JsonPointer field) {
  private static final String SYSTEM = "system";
  private static final String INFERENCE = "inference";

  /** All there are. */
  public static final List<Metric> ALL =
      List.of(
          of("cpu_percent", "%", SYSTEM, "/processCpuPercent"),
          of("memory_bytes", "bytes", SYSTEM, "/rssBytes"),
          of("system_cpu_percent", "%", SYSTEM, "/systemCpuPercent"),
          of("system_memory_bytes", "bytes", SYSTEM, "/memoryUsedBytes"),
          of("temperature_celsius", "°C", SYSTEM, "/temperatureCelsius"),
          of("cpu_megahertz", "MHz", SYSTEM, "/board/cpuMegahertz"),
          of("flash_bytes_written", "bytes", SYSTEM, "/flashBytesWritten"),
          of("latency_p50_us", "µs", INFERENCE, "/latency/p50Us"),
          of("latency_p90_us", "µs", INFERENCE, "/latency/p90Us"),
          of("latency_p99_us", "µs", INFERENCE, "/latency/p99Us"),
          of("accuracy", "1", "accuracy", "/accuracy"),
          of("drift_score", "1", "drift", "/score"));

  private static final Map<String, MetricReader> READERS =
      ALL.stream()
          .collect(
              Collectors.groupingBy(
                  Metric::kind,
                  Collectors.collectingAndThen(Collectors.toList(), MetricReader::new)));

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Metric named(String name) {
    return ALL.stream()
        .filter(metric -> metric.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "metric: expected one of %s, found '%s'"
                        .formatted(ALL.stream().map(Metric::name).toList(), name)));
  }

  /** Its value in a record of its kind, if that has one. */
  OptionalDouble in(Sample sample) {
    return of(record(sample));
  }

  /** Its value in a record of its kind as it is on the wire, if that has one. */
  public OptionalDouble of(JsonNode record) {
    JsonNode value = record.at(field);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }

  /** What a record says, by metric. */
  static Map<String, Double> values(Sample sample) {
    MetricReader reader = READERS.get(sample.kind());
    return reader == null ? Map.of() : reader.values(sample.payload());
  }

  /** It was read before it was stored; if a later build cannot, it counts for nothing. */
  private static JsonNode record(Sample sample) {
    try {
      return MessageCodec.decode(sample.payload().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    } catch (MalformedMessageException e) {
      return MissingNode.getInstance();
    }
  }

  private static Metric of(String name, String unit, String kind, String field) {
    return new Metric(name, unit, kind, JsonPointer.compile(field));
  }
}
