package io.espalier.controller.http;

import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list: {@code ?limit=} at most so many, {@code ?after=} what the part before called
 * next, whatever has come or gone since. All of it where nobody asks for less.
 *
 * @param limit 1 to 10,000
 * @param after place of the last before it; absent for the beginning
 */
record Page(int limit, @Nullable String after) {
  private static final int MOST = 10_000;
  private static final String SPACE = " ";

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
   * Its part of a list that is in the order of keys.
   *
   * @param key tells items apart, and is not changed by others that come or go
   */
  <T> Of<T> byKey(List<T> all, Function<T, String> key) {
    return of(all, key, text -> item -> key.apply(item).compareTo(text) > 0);
  }

  /**
   * Its part of a list that has the newest first.
   *
   * @param at when an item came
   * @param key tells those apart that came at the same time
   */
  <T> Of<T> newestFirst(List<T> all, Function<T, Instant> at, Function<T, String> key) {
    return of(
        all,
        item -> at.apply(item).toEpochMilli() + SPACE + key.apply(item),
        text -> {
          String[] place = text.split(SPACE, 2);
          if (place.length < 2 || !place[0].matches("-?[0-9]{1,18}")) {
            throw unknown(opaque(text));
          }
          long millis = Long.parseLong(place[0]);
          return item ->
              at.apply(item).toEpochMilli() < millis
                  || (at.apply(item).toEpochMilli() == millis
                      && key.apply(item).compareTo(place[1]) > 0);
        });
  }

  /**
   * What follows the item of that place, or would follow it if it was still there.
   *
   * @param place of an item, in words
   * @param later tells what comes after a place
   */
  private <T> Of<T> of(
      List<T> all, Function<T, String> place, Function<String, Predicate<T>> later) {
    int from = after == null ? 0 : follower(all, place, later.apply(after), after);
    List<T> items = all.subList(from, (int) Math.min(all.size(), (long) from + limit));
    boolean more = from + items.size() < all.size();
    return new Of<>(items, more ? opaque(place.apply(items.get(items.size() - 1))) : null);
  }

  private static <T> int follower(
      List<T> all, Function<T, String> place, Predicate<T> later, String after) {
    for (int i = 0; i < all.size(); i++) {
      if (place.apply(all.get(i)).equals(after)) {
        return i + 1;
      }
    }
    for (int i = 0; i < all.size(); i++) {
      if (later.test(all.get(i))) {
        return i;
      }
    }
    return all.size();
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
