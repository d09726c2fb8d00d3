package io.espalier.controller.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /events}: what happens, as it happens. */
public final class EventRoutes implements Routes {
  private final Events events;
  private final Readers readers;

  /** What is published there, for those readers. */
  public EventRoutes(Events events, Readers readers) {
    this.events = events;
    this.readers = readers;
  }

  @Override
  public void mount(Router api) {
    api.get("/events").handler(this::follow);
  }

  private void follow(RoutingContext exchange) {
    Set<String> types = types(exchange.request().getParam("types"));
    String last = exchange.request().getHeader("Last-Event-ID");
    EventReader reader =
        last == null ? EventReader.fromNow(events, types) : EventReader.after(events, types, last);
    readers.follow(exchange, reader);
  }

  private static Set<String> types(@Nullable String text) {
    Set<String> types =
        text == null ? Set.copyOf(Events.TYPES) : Set.copyOf(List.of(text.split(",", -1)));
    for (String type : types) {
      if (!Events.TYPES.contains(type)) {
        throw ProblemException.badRequest(
            "types: expected some of %s, found '%s'".formatted(Events.TYPES, type));
      }
    }
    return types;
  }
}
