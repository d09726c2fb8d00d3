package io.espalier.controller.metrics;

import io.espalier.controller.telemetry.TelemetryIngest;
import io.espalier.controller.telemetry.TelemetryIngest.Counts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Telemetry on its way into the store. */
final class TelemetryMeters {
  private static final Duration[] BATCHES = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private TelemetryMeters() {}

  static void register(MeterRegistry registry, TelemetryIngest ingest) {
    counter(registry, ingest, "stored", "Records stored", Counts::stored);
    counter(registry, ingest, "duplicates", "Records that came again", Counts::duplicates);
    counter(registry, ingest, "refused", "Messages that were no telemetry", Counts::refused);
    counter(registry, ingest, "dropped", "Records known to be lost", Counts::dropped);
    counter(registry, ingest, "acks", "Word to nodes of what is stored", Counts::acks);
    Gauge.builder("espalier.telemetry.queue.depth", ingest::queued)
        .description("Records that wait to be stored")
        .register(registry);
    Gauge.builder("espalier.telemetry.queue.capacity", () -> TelemetryIngest.QUEUED)
        .description("Records that may wait before nothing more is taken from the broker")
        .register(registry);
    Gauge.builder("espalier.telemetry.store.failing", () -> ingest.storeFails() ? 1 : 0)
        .description("1 while telemetry waits because the store fails")
        .register(registry);
    Timer batches =
        Timer.builder("espalier.telemetry.batch.duration")
            .description("How long it took to store a batch")
            .serviceLevelObjectives(BATCHES)
            .register(registry);
    ingest.onStored((samples, took) -> batches.record(took));
  }

  private static void counter(
      MeterRegistry registry,
      TelemetryIngest ingest,
      String name,
      String description,
      ToDoubleFunction<Counts> value) {
    FunctionCounter.builder(
            "espalier.telemetry." + name,
            ingest,
            counted -> value.applyAsDouble(counted.sinceStart()))
        .description(description + ", since the start")
        .register(registry);
  }
}
