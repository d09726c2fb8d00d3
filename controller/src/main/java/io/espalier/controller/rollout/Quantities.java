package io.espalier.controller.rollout;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, sizes, shares and rates as people write them. */
final class Quantities {
  private static final Pattern NUMBER = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(%|[A-Za-zµ/]*)");
  private static final Map<String, Double> MICROS =
      Map.of(
          "us", 1.0, "µs", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6, "min", 60e6, "h", 3600e6, "d",
          86400e6);
  private static final Map<String, Double> BYTES =
      Map.of(
          "B",
          1.0,
          "kB",
          1e3,
          "KB",
          1e3,
          "MB",
          1e6,
          "GB",
          1e9,
          "KiB",
          1024.0,
          "MiB",
          1024.0 * 1024,
          "GiB",
          1024.0 * 1024 * 1024);
  private static final Map<String, Double> SHARES = Map.of("", 1.0, "%", 0.01);
  private static final Map<String, Double> A_MINUTE =
      Map.of("/s", 60.0, "/min", 1.0, "/m", 1.0, "/h", 1 / 60.0);

  private Quantities() {}

  /** {@code 20ms} in microseconds. */
  static double micros(String key, String text) {
    return read(key, text, MICROS, "a duration such as 20ms or 10m");
  }

  /** {@code 96MiB} in bytes. */
  static long bytes(String key, String text) {
    return Math.round(read(key, text, BYTES, "a size such as 96MiB"));
  }

  /** {@code 1%} or {@code 0.01}. */
  static double share(String key, String text) {
    return read(key, text, SHARES, "a share such as 0.01 or 1%");
  }

  /** {@code 60/min}, a minute. */
  static double rate(String key, String text) {
    return read(key, text, A_MINUTE, "a rate such as 60/min");
  }

  /** A whole number of at least 0. */
  static int whole(String key, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(complaint(key, "a whole number", text), e);
    }
  }

  private static double read(String key, String text, Map<String, Double> units, String expected) {
    Matcher matcher = NUMBER.matcher(text);
    Double unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(complaint(key, expected, text));
    }
    return Double.parseDouble(matcher.group(1)) * unit;
  }

  private static String complaint(String key, String expected, String found) {
    return "%s: expected %s, found '%s'".formatted(key, expected, found);
  }
}
