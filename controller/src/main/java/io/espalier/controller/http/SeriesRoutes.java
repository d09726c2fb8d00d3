package io.espalier.controller.http;

import io.espalier.controller.api.SeriesView;
import io.espalier.controller.telemetry.Metric;
import io.espalier.controller.telemetry.Series;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /telemetry/series}: what a node measured over time. */
public final class SeriesRoutes implements Routes {
  private static final Duration USUAL_SPAN = Duration.ofHours(1);
  private static final int USUAL_POINTS = 300;
  private static final int MOST_POINTS = 2_000;

  private final Series series;
  private final WorkerExecutor workers;

  /** Answers from those series. */
  public SeriesRoutes(Series series, WorkerExecutor workers) {
    this.series = series;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/telemetry/series").handler(this::show);
  }

  private void show(RoutingContext exchange) {
    Instant now = Instant.now();
    Series.Question question = question(exchange, now);
    workers
        .executeBlocking(() -> MessageCodec.encode(view(question, series.of(question, now))), false)
        .onSuccess(json -> Exchange.answer(exchange, 200, json))
        .onFailure(exchange::fail);
  }

  private static Series.Question question(RoutingContext exchange, Instant now) {
    Instant to = otherwise(TelemetryRoutes.time(exchange, "to"), now);
    Instant from = otherwise(TelemetryRoutes.time(exchange, "from"), to.minus(USUAL_SPAN));
    long points = TelemetryRoutes.number(exchange, "points", USUAL_POINTS, MOST_POINTS);
    try {
      return new Series.Question(
          new NodeId(exchange.request().getParam("node", "")),
          Metric.named(exchange.request().getParam("metric", "")),
          from,
          to,
          (int) Math.max(1, points));
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static Instant otherwise(@Nullable Instant asked, Instant usual) {
    return asked == null ? usual : asked;
  }

  private static SeriesView view(Series.Question asked, Series.Answer answer) {
    return new SeriesView(
        asked.metric().name(),
        asked.metric().unit(),
        answer.resolution().name().toLowerCase(Locale.ROOT),
        answer.points().stream()
            .map(
                point ->
                    new SeriesView.Point(
                        point.at(),
                        point.figure().count(),
                        point.figure().mean(),
                        point.figure().min(),
                        point.figure().max()))
            .toList());
  }
}
