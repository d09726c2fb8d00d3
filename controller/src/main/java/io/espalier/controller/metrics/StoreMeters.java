package io.espalier.controller.metrics;

import io.espalier.controller.store.PoolCounts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Connections to the store, by the names of OpenTelemetry. */
final class StoreMeters {
  private static final String CONNECTIONS = "db.client.connection.count";

  private StoreMeters() {}

  static void register(MeterRegistry registry, Supplier<PoolCounts> pool) {
    inState(registry, pool, "used", PoolCounts::used);
    inState(registry, pool, "idle", PoolCounts::idle);
    Gauge.builder("db.client.connection.max", () -> pool.get().most())
        .description("Connections that there may be")
        .register(registry);
    Gauge.builder("db.client.connection.pending_requests", () -> pool.get().waiting())
        .description("Threads that wait for a connection")
        .register(registry);
  }

  private static void inState(
      MeterRegistry registry,
      Supplier<PoolCounts> pool,
      String state,
      ToDoubleFunction<PoolCounts> count) {
    Gauge.builder(CONNECTIONS, () -> count.applyAsDouble(pool.get()))
        .description("Connections to the store, by state")
        .tag("db.client.connection.state", state)
        .register(registry);
  }
}
