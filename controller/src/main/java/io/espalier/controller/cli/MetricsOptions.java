package io.espalier.controller.cli;

import io.espalier.controller.metrics.MetricsConfig;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a controller measures of itself, and where that goes. */
final class MetricsOptions {
  @Option(
      names = "--metrics-per-node",
      description = "Some gauges of each node in /metrics too, of at most 500 nodes.")
  private boolean perNode;

  @Option(
      names = "--otlp",
      paramLabel = "URL",
      description = "Also send metrics there by OTLP, http[s]://host[:port]/v1/metrics.")
  private @Nullable URI otlp;

  @Option(
      names = "--otlp-interval",
      paramLabel = "SECONDS",
      description = "How often they are sent, 1 to 3600 (default: ${DEFAULT-VALUE}).")
  private int intervalSeconds = 60;

  /**
   * All of it.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  MetricsConfig config() {
    return new MetricsConfig(perNode, otlp, Duration.ofSeconds(intervalSeconds));
  }
}
