package io.espalier.controller.metrics;

import io.espalier.controller.fleet.FleetRegistry;
import io.espalier.controller.fleet.KnownNode;
import io.espalier.controller.telemetry.LatestFigures;
import io.espalier.controller.telemetry.NodeFigures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each of the first {@value MetricsConfig#MOST_NODES} nodes measured last. */
final class NodeMeters {
  private final FleetRegistry fleet;
  private final LatestFigures latest;
  private final List<Series> series;

  private record Series(MultiGauge gauge, Function<NodeFigures, @Nullable Number> value) {}

  NodeMeters(MeterRegistry registry, FleetRegistry fleet, LatestFigures latest) {
    this.fleet = fleet;
    this.latest = latest;
    this.series =
        List.of(
            new Series(gauge(registry, "cpu.percent", "All cores"), NodeFigures::cpuPercent),
            new Series(
                gauge(registry, "temperature.celsius", "Processor"),
                NodeFigures::temperatureCelsius),
            new Series(gauge(registry, "latency.p99.us", "Inferences"), NodeFigures::p99Us),
            new Series(gauge(registry, "accuracy", "Right answers"), NodeFigures::accuracy));
  }

  /** Looks again. */
  void count() {
    List<KnownNode> first =
        fleet.all().stream()
            .sorted(Comparator.comparing((KnownNode node) -> node.id().value()))
            .limit(MetricsConfig.MOST_NODES)
            .toList();
    for (Series one : series) {
      List<MultiGauge.Row<?>> rows = new ArrayList<>();
      for (KnownNode node : first) {
        Optional<NodeFigures> figures = latest.of(node);
        Number value = figures.isEmpty() ? null : one.value().apply(figures.get());
        if (value != null) {
          rows.add(MultiGauge.Row.of(Tags.of("node", node.id().value()), value));
        }
      }
      one.gauge().register(rows, true);
    }
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder("espalier.node." + name)
        .description(description + " of each node, as measured last")
        .register(registry);
  }
}
