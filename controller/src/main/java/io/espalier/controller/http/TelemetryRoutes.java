package io.espalier.controller.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.controller.api.TelemetryCounts;
import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.link.ArtifactPublisher;
import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.telemetry.TelemetryIngest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /telemetry}: what nodes measured, and how much of it is here. */
public final class TelemetryRoutes implements Routes {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final int USUAL = 100;
  private static final int MOST = 10_000;

  private final TelemetryIngest ingest;
  private final TelemetryStore store;
  private final ArtifactPublisher publisher;
  private final WorkerExecutor workers;

  /** What is in that store. */
  public TelemetryRoutes(
      TelemetryIngest ingest,
      TelemetryStore store,
      ArtifactPublisher publisher,
      WorkerExecutor workers) {
    this.ingest = ingest;
    this.store = store;
    this.publisher = publisher;
    this.workers = workers;
  }

  @Override
  public void mount(Router api) {
    api.get("/telemetry").handler(this::list);
    api.get("/telemetry/counts").handler(this::counts);
  }

  private void counts(RoutingContext exchange) {
    TelemetryIngest.Counts counts = ingest.counts();
    Exchange.answer(
        exchange,
        200,
        new TelemetryCounts(
            counts.stored(),
            counts.dropped(),
            counts.duplicates(),
            counts.refused(),
            counts.acks(),
            publisher.publishedBytes()));
  }

  /** After a number, or without one the newest. */
  private void list(RoutingContext exchange) {
    long after = number(exchange, "after", -1, Long.MAX_VALUE);
    int limit = (int) number(exchange, "limit", USUAL, MOST);
    TelemetryStore.Filter filter =
        new TelemetryStore.Filter(
            exchange.request().getParam("node"),
            kind(exchange),
            time(exchange, "from"),
            time(exchange, "to"));
    workers
        .executeBlocking(() -> MessageCodec.encode(read(after, limit, filter)), false)
        .onSuccess(json -> Exchange.answer(exchange, 200, json))
        .onFailure(exchange::fail);
  }

  private TelemetryView.Several read(long after, int limit, TelemetryStore.Filter filter)
      throws MalformedMessageException {
    List<TelemetryStore.Numbered> rows =
        after < 0 ? store.newest(filter, limit) : store.read(after, filter, limit);
    List<TelemetryView> records = new ArrayList<>(rows.size());
    for (TelemetryStore.Numbered row : rows) {
      records.add(view(row));
    }
    long next = rows.isEmpty() ? Math.max(after, 0) : rows.get(rows.size() - 1).number();
    return new TelemetryView.Several(records, next);
  }

  /** A record as it was kept. */
  static TelemetryView view(TelemetryStore.Numbered row) throws MalformedMessageException {
    TelemetryStore.Sample sample = row.sample();
    return new TelemetryView(
        row.number(),
        new NodeId(sample.node()),
        sample.kind(),
        MessageCodec.decode(sample.payload().getBytes(StandardCharsets.UTF_8), JsonNode.class));
  }

  /** The kind that was asked for, if one was. */
  static @Nullable String kind(RoutingContext exchange) {
    String kind = exchange.request().getParam("kind");
    if (kind != null && !TelemetryIngest.KINDS.contains(kind)) {
      throw ProblemException.badRequest(
          "kind: expected one of %s, found '%s'".formatted(TelemetryIngest.KINDS, kind));
    }
    return kind;
  }

  /** A time that is asked for; null where none is. */
  static @Nullable Instant time(RoutingContext exchange, String name) {
    String text = exchange.request().getParam(name);
    if (text == null) {
      return null;
    }
    try {
      Instant time = Instant.parse(text);
      if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // Said below, as of a time that no database has.
    }
    throw ProblemException.badRequest(
        "%s: expected a time like 2026-11-24T10:00:00Z, found '%s'".formatted(name, text));
  }

  static long number(RoutingContext exchange, String name, long otherwise, long most) {
    String text = exchange.request().getParam(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > most) {
      throw ProblemException.badRequest(
          "%s: expected a number up to %d, found '%s'".formatted(name, most, text));
    }
    return Long.parseLong(text);
  }
}
