package io.espalier.controller.metrics;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is measured beyond the usual, and where it goes.
 *
 * @param perNode whether some gauges of each node are there too, of at most {@value #MOST_NODES}
 * @param otlp where measurements are sent, besides being there to be fetched; absent for nowhere
 * @param interval how often they are sent, 1 s to 1 h
 */
public record MetricsConfig(boolean perNode, @Nullable URI otlp, Duration interval) {
  /** Of as many nodes there are gauges, the first by their ids. */
  public static final int MOST_NODES = 500;

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Nothing beyond the usual. */
  public static final MetricsConfig USUAL = new MetricsConfig(false, null, Duration.ofMinutes(1));

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public MetricsConfig {
    if (otlp != null && !String.valueOf(otlp.getScheme()).matches("https?")) {
      throw new IllegalArgumentException(
          "--otlp: expected http[s]://host[:port]/path, found '" + otlp + "'");
    }
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "--otlp-interval: expected 1 to 3600 seconds, found " + interval.toSeconds());
    }
  }
}
