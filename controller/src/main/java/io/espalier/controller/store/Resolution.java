package io.espalier.controller.store;

import java.time.Duration;
import java.time.Instant;

/** In how much detail telemetry is kept over time. */
public enum Resolution {
  /** Each record. */
  RAW("telemetry", Duration.ofSeconds(1)),
  /** What records come to in each minute. */
  MINUTES("telemetry_minutes", Duration.ofMinutes(1)),
  /** What they come to in each hour. */
  HOURS("telemetry_hours", Duration.ofHours(1));

  private final String table;
  private final long millis;

  Resolution(String table, Duration width) {
    this.table = table;
    this.millis = width.toMillis();
  }

  /** The length of time that is told apart; one second for records. */
  public Duration width() {
    return Duration.ofMillis(millis);
  }

  String table() {
    return table;
  }

  /** The beginning of the time that a moment is counted to. */
  Instant floor(Instant at) {
    return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), millis) * millis);
  }
}
