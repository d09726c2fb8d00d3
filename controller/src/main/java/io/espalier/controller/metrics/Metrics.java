package io.espalier.controller.metrics;

import io.espalier.controller.fleet.FleetRegistry;
import io.espalier.controller.http.RequestListener;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.rollout.RolloutDriver;
import io.espalier.controller.store.PoolCounts;
import io.espalier.controller.telemetry.LatestFigures;
import io.espalier.controller.telemetry.NodeFigures;
import io.espalier.controller.telemetry.TelemetryIngest;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** All meters of one controller, to be fetched as text and, if so configured, sent by OTLP. */
public final class Metrics implements AutoCloseable {
  /** What {@link #scrape} answers is of this type. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CompositeMeterRegistry all = new CompositeMeterRegistry();
  private final List<Runnable> counted = new CopyOnWriteArrayList<>();
  private final boolean perNode;

  /** Meters of the process at once; those of its parts once they are given. */
  public Metrics(MetricsConfig config, String version) {
    this.perNode = config.perNode();
    all.add(prometheus);
    if (config.otlp() != null) {
      all.add(OtlpPush.to(config.otlp(), config.interval(), this::count));
    }
    Gauge.builder("espalier.version", () -> 1)
        .description("1; its label says which program this is")
        .tag("version", version)
        .register(all);
    ProcessMeters.register(all);
  }

  /** Measures a connection to a broker from now on; its name says what it carries. */
  public void connections(Map<String, ControllerLink> links) {
    links.forEach((name, link) -> BrokerMeters.register(all, name, link));
    BrokerMeters.refusals(all, List.copyOf(links.values()));
  }

  /** Counts nodes from now on. */
  public void fleet(FleetRegistry fleet) {
    counted.add(new FleetMeters(all, fleet)::count);
  }

  /** Counts slowed nodes from now on, and shows what each measured last, if that is configured. */
  public void nodes(FleetRegistry fleet, LatestFigures latest) {
    Gauge.builder("espalier.nodes.throttled", () -> throttled(fleet, latest))
        .description("Nodes whose board runs slower than it could, for heat or want of power")
        .register(all);
    if (perNode) {
      counted.add(new NodeMeters(all, fleet, latest)::count);
    }
  }

  /** Measures what becomes of telemetry from now on. */
  public void telemetry(TelemetryIngest ingest) {
    TelemetryMeters.register(all, ingest);
  }

  /** Counts rollouts from now on. */
  public void rollouts(RolloutDriver rollouts) {
    RolloutMeters.register(all, rollouts);
  }

  /** Measures the store from now on. */
  public void store(Supplier<PoolCounts> pool) {
    StoreMeters.register(all, pool);
  }

  /** Measures each request that it hears of. */
  public RequestListener requests() {
    return new HttpMeters(all);
  }

  /** All of it as Prometheus reads it. Blocks while the parts count. */
  public String scrape() {
    count();
    return prometheus.scrape();
  }

  @Override
  public void close() {
    all.close();
    all.getRegistries().forEach(MeterRegistry::close);
  }

  private static long throttled(FleetRegistry fleet, LatestFigures latest) {
    return fleet.all().stream()
        .filter(node -> latest.of(node).filter(NodeFigures::isThrottled).isPresent())
        .count();
  }

  private synchronized void count() {
    counted.forEach(Runnable::run);
  }

  /** The clock that meters go by. */
  static Clock clock() {
    return Clock.SYSTEM;
  }
}
