package io.espalier.controller.http;

import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.store.TelemetryStore.Numbered;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Telemetry in the order in which it is stored; the store keeps it for readers that are slow. */
final class TelemetryReader implements EventStream.Source {
  private static final int AT_ONCE = 200;
  private static final long LOOK_MILLIS = 250;

  private final Vertx vertx;
  private final TelemetryStore store;
  private final WorkerExecutor workers;
  private final TelemetryStore.Filter filter;
  private long position;
  private long timer;

  private record Piece(Buffer events, long last) {}

  /** What is stored after a record. */
  TelemetryReader(
      Vertx vertx,
      TelemetryStore store,
      WorkerExecutor workers,
      TelemetryStore.Filter filter,
      long after) {
    this.vertx = vertx;
    this.store = store;
    this.workers = workers;
    this.filter = filter;
    this.position = after;
  }

  @Override
  public void open(Runnable more) {
    timer = vertx.setPeriodic(LOOK_MILLIS, tick -> more.run());
  }

  @Override
  public Future<Buffer> next() {
    long after = position;
    return workers
        .executeBlocking(() -> piece(after), false)
        .map(
            piece -> {
              position = piece.last();
              return piece.events();
            });
  }

  @Override
  public String position() {
    return String.valueOf(position);
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }

  private Piece piece(long after) throws MalformedMessageException {
    List<Numbered> rows = store.read(after, filter, AT_ONCE);
    Buffer text = Buffer.buffer();
    long last = after;
    for (Numbered row : rows) {
      last = row.number();
      text.appendBuffer(
          EventStream.event(
              String.valueOf(last),
              "telemetry",
              new String(MessageCodec.encode(TelemetryRoutes.view(row)), StandardCharsets.UTF_8)));
    }
    return new Piece(text, last);
  }
}
