package io.espalier.controller.experiment;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What values of a spec must be; complaints name the key. */
final class Expect {
  private Expect() {}

  static void that(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(key, expected, found));
    }
  }

  static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }

  static <T> T present(String key, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(key + ": expected a value, found none");
    }
    return value;
  }

  static <T> List<T> noneMissing(String key, List<T> values) {
    for (int i = 0; i < values.size(); i++) {
      present(key + "[" + i + "]", values.get(i));
    }
    return values;
  }

  static <T> List<T> distinct(String key, List<T> values) {
    for (int i = 0; i < values.size(); i++) {
      that(values.indexOf(values.get(i)) == i, key + "[" + i + "]", "no repetition", values.get(i));
    }
    return List.copyOf(values);
  }

  /** The one of that name. */
  static <T> T oneOf(String key, T[] all, Function<T, String> label, String name) {
    return Stream.of(all)
        .filter(one -> label.apply(one).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: expected one of %s, found '%s'"
                        .formatted(key, Stream.of(all).map(label).toList(), name)));
  }

  /** The one of that name, or another if none is named. */
  static <T> T oneOf(
      String key, T[] all, Function<T, String> label, @Nullable String name, T fallback) {
    return name == null ? fallback : oneOf(key, all, label, name);
  }
}
