package io.espalier.controller.cli;

import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.telemetry.Metric;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a record of telemetry is shown in a line: all of it, or the value of one metric.
 *
 * @param metric the only one that is asked for, if only one is
 * @param format for people or for programs
 */
record TelemetryLine(@Nullable Metric metric, OutputFormat format) {
  /** The line; nothing for a record without the metric that is asked for. */
  Optional<String> of(TelemetryView one) {
    if (metric != null) {
      return valueOf(one, metric);
    }
    return Optional.of(
        format == OutputFormat.json
            ? Json.line(one)
            : "%d  %s  %s  %s".formatted(one.number(), one.node(), one.kind(), one.record()));
  }

  private Optional<String> valueOf(TelemetryView one, Metric asked) {
    if (!asked.kind().equals(one.kind()) || asked.of(one.record()).isEmpty()) {
      return Optional.empty();
    }
    double value = asked.of(one.record()).getAsDouble();
    String at = one.record().at("/stamp/at").asText();
    return Optional.of(
        format == OutputFormat.json
            ? Json.line(object(one, asked, at, value))
            : "%d  %s  %s  %s %s".formatted(one.number(), one.node(), at, value, asked.unit()));
  }

  private static Map<String, Object> object(
      TelemetryView one, Metric asked, String at, double value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("number", one.number());
    object.put("node", one.node());
    object.put("at", at);
    object.put("metric", asked.name());
    object.put("unit", asked.unit());
    object.put("value", value);
    return object;
  }
}
