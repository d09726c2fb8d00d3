package io.espalier.controller.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of some types, from one of them on. */
final class EventReader implements EventStream.Source {
  private static final int ENOUGH_BYTES = 32_768;
  private static final String NOTHING = "{}";

  private final Events events;
  private final Set<String> types;
  private long position;
  private boolean reset;
  private @Nullable Runnable joined;

  private EventReader(Events events, Set<String> types, long position, boolean reset) {
    this.events = events;
    this.types = types;
    this.position = position;
    this.reset = reset;
  }

  /** Those that happen from now on. */
  static EventReader fromNow(Events events, Set<String> types) {
    return new EventReader(events, types, events.newest(), false);
  }

  /** Those after an event; where they are no longer kept, first word of that. */
  static EventReader after(Events events, Set<String> types, String id) {
    Optional<Long> known = events.resume(id);
    return new EventReader(events, types, known.orElseGet(events::newest), known.isEmpty());
  }

  @Override
  public void open(Runnable more) {
    joined = more;
    events.join(more);
  }

  @Override
  public Future<Buffer> next() {
    Buffer found = Buffer.buffer();
    if (reset) {
      reset = false;
      found.appendBuffer(EventStream.event(position(), "reset", NOTHING));
    }
    long newest = events.newest();
    while (position < newest && found.length() < ENOUGH_BYTES) {
      Optional<Event> event = events.get(position + 1);
      if (event.isEmpty()) {
        return Future.failedFuture(
            "is %d events behind, %d are kept".formatted(newest - position, Events.KEPT));
      }
      position++;
      if (types.contains(event.get().type())) {
        found.appendBuffer(EventStream.event(position(), event.get().type(), event.get().json()));
      }
    }
    return Future.succeededFuture(found);
  }

  @Override
  public String position() {
    return events.id(position);
  }

  @Override
  public void close() {
    if (joined != null) {
      events.leave(joined);
    }
  }
}
