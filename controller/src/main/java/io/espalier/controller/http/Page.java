package io.espalier.controller.http;

import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list: {@code ?limit=} at most so many, {@code ?after=} what the part before called
 * next. All of it where nobody asks for less.
 *
 * @param limit 1 to 10,000
 * @param after key of the last before it; absent for the beginning
 */
record Page(int limit, @Nullable String after) {
  private static final int MOST = 10_000;

  /**
   * What is on it.
   *
   * @param items in the order of the list
   * @param next how to ask for the rest; absent where there is none
   */
  record Of<T>(List<T> items, @Nullable String next) {}

  /** The one that was asked for. */
  static Page asked(RoutingContext exchange) {
    String limit = exchange.request().getParam("limit");
    String after = exchange.request().getParam("after");
    if (limit != null && !limit.matches("[1-9][0-9]{0,3}|" + MOST)) {
      throw ProblemException.badRequest(
          "limit: expected 1 to %d, found '%s'".formatted(MOST, limit));
    }
    try {
      return new Page(
          limit == null ? Integer.MAX_VALUE : Integer.parseInt(limit),
          after == null
              ? null
              : new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw unknown(after);
    }
  }

  /**
   * Its part of a list.
   *
   * @param key tells items apart, and is not changed by others that come or go
   */
  <T> Of<T> of(List<T> all, Function<T, String> key) {
    int from = 0;
    if (after != null) {
      while (from < all.size() && !key.apply(all.get(from)).equals(after)) {
        from++;
      }
      if (from == all.size()) {
        throw unknown(opaque(after));
      }
      from++;
    }
    List<T> items = all.subList(from, (int) Math.min(all.size(), (long) from + limit));
    boolean more = from + items.size() < all.size();
    return new Of<>(items, more ? opaque(key.apply(items.get(items.size() - 1))) : null);
  }

  private static String opaque(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static ProblemException unknown(String after) {
    return ProblemException.badRequest(
        "after: expected what the answer before called next, found '%s'".formatted(after));
  }
}
