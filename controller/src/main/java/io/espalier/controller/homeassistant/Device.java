package io.espalier.controller.homeassistant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.espalier.controller.fleet.KnownNode;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.DiscoveryTopics;
import io.espalier.shared.protocol.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node as Home Assistant wants to be told of it (MQTT discovery of devices, since 2024.11): its
 * values are read from the topics on which the node itself speaks, so nothing is said twice.
 *
 * @param device what it is
 * @param origin who says so
 * @param availability whether it is there
 * @param components its values
 */
record Device(
    About device, Origin origin, List<Availability> availability, Map<String, Sensor> components) {
  private static final String ORIGIN = "espalier";

  /** What a device is. */
  record About(
      List<String> identifiers,
      String name,
      String manufacturer,
      String model,
      @Nullable @JsonProperty("sw_version") String version) {}

  /** Who tells of it. */
  record Origin(String name) {}

  /** Where it says whether it is there. */
  record Availability(String topic, @JsonProperty("value_template") String template) {}

  /** A value. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sensor(
      String platform,
      String name,
      @JsonProperty("unique_id") String id,
      @JsonProperty("state_topic") String topic,
      @JsonProperty("value_template") String template,
      @Nullable @JsonProperty("unit_of_measurement") String unit,
      @Nullable @JsonProperty("device_class") String kind,
      @Nullable @JsonProperty("state_class") String states) {}

  /**
   * A node as it is.
   *
   * @param names of models
   */
  static Device of(
      KnownNode node,
      Topics topics,
      DiscoveryTopics discovery,
      Function<Digest, Optional<String>> names) {
    NodeId id = node.id();
    String object = discovery.object(id);
    Map<String, Sensor> sensors = new LinkedHashMap<>();
    sensors.put(
        "accuracy",
        number(object, "accuracy", topics.accuracyTelemetry(id), "accuracy * 100", 2, "%", null));
    sensors.put(
        "latency_p99",
        number(
            object,
            "latency p99",
            topics.inferenceTelemetry(id),
            "latency.p99Us / 1000",
            3,
            "ms",
            "duration"));
    sensors.put(
        "cpu", number(object, "CPU", topics.systemTelemetry(id), "systemCpuPercent", 1, "%", null));
    sensors.put(
        "temperature",
        new Sensor(
            "sensor",
            "temperature",
            object + "_temperature",
            topics.systemTelemetry(id),
            "{{ value_json.temperatureCelsius | default(None) }}",
            "°C",
            "temperature",
            "measurement"));
    sensors.put(
        "model",
        new Sensor(
            "sensor",
            "model",
            object + "_model",
            topics.reported(id),
            model(node, names),
            null,
            null,
            null));
    return new Device(
        new About(
            List.of(object),
            id.value(),
            "Espalier",
            node.hardware(),
            node.descriptor() == null ? null : node.descriptor().agent()),
        new Origin(ORIGIN),
        List.of(new Availability(topics.presence(id), "{{ value_json.state }}")),
        sensors);
  }

  private static Sensor number(
      String object,
      String name,
      String topic,
      String expression,
      int digits,
      String unit,
      @Nullable String kind) {
    return new Sensor(
        "sensor",
        name,
        object + "_" + name.replace(' ', '_').toLowerCase(Locale.ROOT),
        topic,
        "{{ (value_json.%s) | round(%d) }}".formatted(expression, digits),
        unit,
        kind,
        "measurement");
  }

  /** The name of what runs now, as long as it does; else the beginning of its digest. */
  private static String model(KnownNode node, Function<Digest, Optional<String>> names) {
    ReportedState reported = node.reported();
    String otherwise = "value_json.running.model[:12]";
    RunningModel running = reported == null ? null : reported.running();
    String known =
        running == null
            ? otherwise
            : names
                .apply(running.model())
                .map(
                    name ->
                        "'%s' if value_json.running.model == '%s' else %s"
                            .formatted(quotable(name), running.model(), otherwise))
                .orElse(otherwise);
    return "{% if value_json.running is defined %}{{ " + known + " }}{% else %}none{% endif %}";
  }

  /** Whoever names a model must not write templates for somebody's home. */
  private static String quotable(String name) {
    return name.replaceAll("[^A-Za-z0-9 ._-]", "_");
  }
}
