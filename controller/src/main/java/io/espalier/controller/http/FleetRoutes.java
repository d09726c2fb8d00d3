package io.espalier.controller.http;

import io.espalier.controller.api.FleetView;
import io.espalier.controller.fleet.FleetRegistry;
import io.espalier.controller.fleet.KnownNode;
import io.espalier.controller.fleet.Selector;
import io.espalier.controller.telemetry.LatestFigures;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code /fleet}: all nodes in brief, or those that were heard of since. */
public final class FleetRoutes implements Routes {
  private final FleetRegistry fleet;
  private final LatestFigures figures;
  private final WorkerExecutor workers;

  /** The nodes of that registry, with what they measured last. */
  public FleetRoutes(FleetRegistry fleet, LatestFigures figures, WorkerExecutor workers) {
    this.fleet = fleet;
    this.figures = figures;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/fleet").handler(this::show);
  }

  private void show(RoutingContext exchange) {
    Selector selector = NodeRoutes.selector(exchange);
    Instant since = TelemetryRoutes.time(exchange, "since");
    workers
        .executeBlocking(() -> MessageCodec.encode(view(selector, since)), false)
        .onSuccess(json -> Exchange.answer(exchange, 200, json))
        .onFailure(exchange::fail);
  }

  private FleetView view(Selector selector, @Nullable Instant since) {
    Instant now = Instant.now();
    return new FleetView(
        now,
        fleet.all().stream()
            .filter(node -> since == null || !node.lastSeen().isBefore(since))
            .filter(selector::matches)
            .map(this::row)
            .toList());
  }

  private FleetView.Row row(KnownNode node) {
    ReportedState reported = node.reported();
    return new FleetView.Row(
        node.id(),
        node.online(),
        node.lastSeen(),
        node.hardware(),
        node.labels(),
        node.running().orElse(null),
        reported == null ? null : reported.phase(),
        reported == null ? null : reported.error(),
        figures.of(node).orElse(null));
  }
}
