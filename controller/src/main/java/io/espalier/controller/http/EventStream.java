package io.espalier.controller.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events to one reader, no faster than it reads: its source is asked for more only
 * while the connection has room. A reader that takes nothing at all is cut off.
 */
final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final long KEEP_ALIVE_MILLIS = TimeUnit.SECONDS.toMillis(15);
  private static final int RETRY_MILLIS = 2_000;

  private final RoutingContext exchange;
  private final HttpServerResponse response;
  private final Context context;
  private final Source source;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final long keepAlive;
  private boolean reading;
  private boolean stalled;
  private boolean ended;

  /** Where events come from; asked on the event loop, for one piece at a time. */
  interface Source {
    /**
     * Somebody reads.
     *
     * @param more may be called from any thread when there may be more
     */
    void open(Runnable more);

    /**
     * The next events, ready to be sent; nothing where there are none now. A failure is the end.
     */
    Future<Buffer> next();

    /** The id to go on after once everything so far was sent. */
    String position();

    /** Nobody reads any more. */
    void close();
  }

  private EventStream(RoutingContext exchange, Source source) {
    this.exchange = exchange;
    this.response = exchange.response();
    this.context = exchange.vertx().getOrCreateContext();
    this.source = source;
    this.keepAlive = exchange.vertx().setPeriodic(KEEP_ALIVE_MILLIS, timer -> keepAlive());
  }

  /** Answers with what that source has, until the reader leaves. */
  static void open(RoutingContext exchange, Source source) {
    EventStream stream = new EventStream(exchange, source);
    exchange.addEndHandler(over -> stream.end());
    stream
        .response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .drainHandler(room -> stream.pump());
    // With an id from the start, whoever is cut off before the first event goes on from here too.
    stream.response.write("retry: %d\nid: %s\n\n".formatted(RETRY_MILLIS, source.position()));
    source.open(stream::wake);
    stream.wake();
  }

  private void wake() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(
          here -> {
            woken.set(false);
            pump();
          });
    }
  }

  /** One event as it travels. */
  static Buffer event(String id, String type, String data) {
    return Buffer.buffer("id: %s\nevent: %s\ndata: ".formatted(id, type))
        .appendString(data)
        .appendString("\n\n");
  }

  private void pump() {
    if (ended || reading || response.writeQueueFull()) {
      return;
    }
    reading = true;
    source
        .next()
        .onComplete(
            next -> {
              reading = false;
              if (next.failed()) {
                cutOff(String.valueOf(next.cause().getMessage()));
              } else if (next.result().length() > 0 && !ended) {
                stalled = false;
                response.write(next.result());
                pump();
              }
            });
  }

  /** Also tells where to go on: much may have happened that this reader did not ask for. */
  private void keepAlive() {
    if (!response.writeQueueFull()) {
      stalled = false;
      response.write(reading ? ":\n\n" : ":\nid: " + source.position() + "\n\n");
    } else if (stalled) {
      cutOff("took nothing for %d s".formatted(KEEP_ALIVE_MILLIS / 1_000));
    } else {
      stalled = true;
    }
  }

  private void cutOff(String why) {
    if (!ended) {
      LOG.info("reader of {} cut off: {}", exchange.request().path(), why);
      response.reset();
      end();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      exchange.vertx().cancelTimer(keepAlive);
      source.close();
    }
  }
}
