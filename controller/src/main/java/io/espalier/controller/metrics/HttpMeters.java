package io.espalier.controller.metrics;

import io.espalier.controller.http.RequestListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/** Requests as OpenTelemetry counts them: by method, route and status, never by address. */
final class HttpMeters implements RequestListener {
  private static final Duration[] BUCKETS =
      Arrays.stream(
              new int[] {5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000})
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final MeterRegistry registry;

  HttpMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void answered(String method, String route, int status, Duration took) {
    Timer.builder("http.server.request.duration")
        .description("How long requests took")
        .serviceLevelObjectives(BUCKETS)
        .tags(
            Tags.of(
                "http.request.method",
                METHODS.contains(method) ? method : "_OTHER",
                "http.route",
                route,
                "http.response.status_code",
                Integer.toString(status)))
        .register(registry)
        .record(took);
  }
}
