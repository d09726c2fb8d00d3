package io.espalier.controller.metrics;

import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends measurements as OTLP over HTTP, a protobuf at a time. */
final class OtlpPush extends OtlpMeterRegistry {
  private final Runnable before;

  private OtlpPush(OtlpConfig config, Runnable before) {
    super(config, Metrics.clock());
    this.before = before;
  }

  /**
   * Sends there from now on.
   *
   * @param before called before each sending
   */
  static OtlpPush to(URI address, Duration interval, Runnable before) {
    return new OtlpPush(
        new OtlpConfig() {
          @Override
          public @Nullable String get(String key) {
            return null; // Nothing but what is said here.
          }

          @Override
          public String url() {
            return address.toString();
          }

          @Override
          public Duration step() {
            return interval;
          }

          @Override
          public Map<String, String> resourceAttributes() {
            return Map.of("service.name", "espalier-controller");
          }
        },
        before);
  }

  @Override
  protected void publish() {
    before.run();
    super.publish();
  }
}
