package io.espalier.controller.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * How long each stage of a run took, all seeds together: from the moment that it was first heard of
 * until another one was. For one thread.
 */
final class StageTimes {
  private static final String SEED = "^seed \\S+ ";
  private static final double SECOND = 1e9;

  private final LongSupplier clock;
  private final Map<String, Long> nanos = new LinkedHashMap<>();
  private String stage = "";
  private long since;

  /**
   * A clock that stands until the first stage.
   *
   * @param clock nanoseconds since any moment
   */
  StageTimes(LongSupplier clock) {
    this.clock = clock;
  }

  /** Work goes on at that stage, which may be said with its seed. */
  void at(String named) {
    String now = named.replaceFirst(SEED, "");
    if (now.equals(stage)) {
      return;
    }
    long moment = clock.getAsLong();
    if (!stage.isEmpty()) {
      nanos.merge(stage, moment - since, Long::sum);
    }
    stage = now;
    since = moment;
  }

  /** Nothing goes on any more. */
  void stop() {
    at("");
  }

  /** In the order in which they came, such as {@code train 61 s, fit 243 s}; empty if none did. */
  String inWords() {
    return nanos.entrySet().stream()
        .map(entry -> "%s %.0f s".formatted(entry.getKey(), entry.getValue() / SECOND))
        .collect(Collectors.joining(", "));
  }
}
