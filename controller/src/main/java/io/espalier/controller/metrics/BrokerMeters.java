package io.espalier.controller.metrics;

import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.link.Refusals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Connections to brokers, and what goes over them. */
final class BrokerMeters {
  private BrokerMeters() {}

  /**
   * A connection.
   *
   * @param name what it carries
   */
  static void register(MeterRegistry registry, String name, ControllerLink link) {
    Gauge.builder("espalier.broker.connected", () -> link.isConnected() ? 1 : 0)
        .description("1 while the connection to the broker stands")
        .tag("link", name)
        .register(registry);
    FunctionCounter.builder("espalier.broker.messages", link, ControllerLink::received)
        .description("Messages over the connection")
        .tags("link", name, "direction", "received")
        .register(registry);
    FunctionCounter.builder("espalier.broker.messages", link, ControllerLink::published)
        .description("Messages over the connection")
        .tags("link", name, "direction", "published")
        .register(registry);
  }

  /** What came over any of the links and was not what its topic is for. */
  static void refusals(MeterRegistry registry, List<ControllerLink> links) {
    for (Refusals.Kind kind : Refusals.Kind.values()) {
      FunctionCounter.builder(
              "espalier.broker.refused.messages",
              registry, // Held weakly, and the list by nobody else.
              meters -> links.stream().mapToLong(link -> link.refusals().count(kind)).sum())
          .description("Messages that were not what their topic is for")
          .tag("kind", kind.text())
          .register(registry);
    }
  }
}
