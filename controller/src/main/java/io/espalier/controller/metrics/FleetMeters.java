package io.espalier.controller.metrics;

import io.espalier.controller.fleet.FleetRegistry;
import io.espalier.controller.fleet.KnownNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many nodes there are, by presence and hardware class. As many series as classes: what nodes
 * call themselves beyond {@value #MOST_CLASSES} is one class together.
 */
final class FleetMeters {
  static final int MOST_CLASSES = 20;
  private static final String OTHERS = "other";

  private final FleetRegistry fleet;
  private final MultiGauge nodes;

  private record Kind(boolean online, String hardware) {
    Tags tags() {
      return Tags.of("presence", online ? "online" : "offline", "hardware", hardware);
    }
  }

  FleetMeters(MeterRegistry registry, FleetRegistry fleet) {
    this.fleet = fleet;
    this.nodes =
        MultiGauge.builder("espalier.nodes")
            .description("Nodes that are known, by presence and hardware class")
            .register(registry);
  }

  /** Counts again. */
  void count() {
    Map<String, long[]> classes = new TreeMap<>();
    for (KnownNode node : fleet.all()) {
      classes.computeIfAbsent(node.hardware(), first -> new long[2])[node.online() ? 1 : 0]++;
    }
    nodes.register(rows(classes), true);
  }

  private static List<MultiGauge.Row<?>> rows(Map<String, long[]> classes) {
    Map<Kind, Long> counts =
        largest(classes).entrySet().stream()
            .flatMap(
                entry ->
                    List.of(
                        Map.entry(new Kind(false, entry.getKey()), entry.getValue()[0]),
                        Map.entry(new Kind(true, entry.getKey()), entry.getValue()[1]))
                        .stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    counts.forEach((kind, count) -> rows.add(MultiGauge.Row.of(kind.tags(), count)));
    return rows;
  }

  private static Map<String, long[]> largest(Map<String, long[]> classes) {
    Map<String, long[]> kept = new TreeMap<>();
    classes.entrySet().stream()
        .sorted((a, b) -> Long.compare(sum(b.getValue()), sum(a.getValue())))
        .forEach(
            entry -> {
              String name = kept.size() < MOST_CLASSES ? entry.getKey() : OTHERS;
              long[] into = kept.computeIfAbsent(name, first -> new long[2]);
              into[0] += entry.getValue()[0];
              into[1] += entry.getValue()[1];
            });
    return kept;
  }

  private static long sum(long[] counts) {
    return counts[0] + counts[1];
  }
}
