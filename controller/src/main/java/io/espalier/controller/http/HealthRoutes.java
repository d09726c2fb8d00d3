package io.espalier.controller.http;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** {@code /healthz}: the process lives. {@code /readyz}: so does what it needs. */
public final class HealthRoutes implements Routes {
  private static final long PATIENCE_SECONDS = 2;
  private static final int UNAVAILABLE = 503;

  private final List<Part> parts;

  /**
   * Something that the controller needs.
   *
   * @param name for people and scripts
   * @param answers done when it answers; failed, or not done in 2 s, if it does not
   */
  public record Part(String name, Supplier<Future<?>> answers) {}

  /**
   * How the controller is.
   *
   * @param status {@code ok}, {@code ready} or {@code unready}
   * @param parts {@code ok} or what is wrong with it, by name; none where only the process is meant
   */
  record Health(String status, Map<String, String> parts) {}

  /** Asks those parts. */
  public HealthRoutes(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public void mount(Router root) {
    root.get("/healthz")
        .handler(exchange -> Exchange.answer(exchange, 200, new Health("ok", Map.of())));
    root.get("/readyz").handler(this::ready);
  }

  private void ready(RoutingContext exchange) {
    Map<String, String> said = new LinkedHashMap<>();
    List<Future<Object>> asked =
        parts.stream()
            .map(
                part -> {
                  said.put(part.name(), "no answer in " + PATIENCE_SECONDS + " s");
                  return ask(part, said);
                })
            .toList();
    Future.join(asked)
        .onComplete(
            answered ->
                Exchange.answer(
                    exchange,
                    answered.succeeded() ? 200 : UNAVAILABLE,
                    new Health(answered.succeeded() ? "ready" : "unready", said)));
  }

  private static Future<Object> ask(Part part, Map<String, String> said) {
    return part.answers()
        .get()
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .transform(
            answer -> {
              if (answer.succeeded()) {
                said.put(part.name(), "ok");
                return Future.succeededFuture();
              }
              if (!(answer.cause() instanceof TimeoutException)) {
                said.put(part.name(), String.valueOf(answer.cause().getMessage()));
              }
              return Future.failedFuture(answer.cause());
            });
  }
}
