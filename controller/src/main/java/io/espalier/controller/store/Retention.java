package io.espalier.controller.store;

import java.time.Duration;

/**
 * How long telemetry is kept. What records come to in each hour is kept for good.
 *
 * @param raw how long each record is kept after it came, at least a minute
 * @param minutes how long what they come to in each minute is kept, at least an hour
 * @param records how many records are kept at most, 1,000 to 10,000,000,000: the disk has an end
 */
public record Retention(Duration raw, Duration minutes, long records) {
  private static final Duration LEAST_RAW = Duration.ofMinutes(1);
  private static final Duration LEAST_MINUTES = Duration.ofHours(1);
  private static final Duration MOST = Duration.ofDays(36_500);
  private static final long LEAST_RECORDS = 1_000;
  private static final long MOST_RECORDS = 10_000_000_000L;

  /** A week, three months, and some 10 GB; after the limits that it is held to. */
  public static final Retention USUAL =
      new Retention(Duration.ofDays(7), Duration.ofDays(90), 20_000_000);

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Retention {
    require("--keep-raw", raw, LEAST_RAW);
    require("--keep-minutes", minutes, LEAST_MINUTES);
    if (records < LEAST_RECORDS || records > MOST_RECORDS) {
      throw new IllegalArgumentException(
          "--telemetry-records: expected %d to %d, found %d"
              .formatted(LEAST_RECORDS, MOST_RECORDS, records));
    }
  }

  private static void require(String option, Duration found, Duration least) {
    if (found.compareTo(least) < 0 || found.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "%s: expected %d minutes to 36500 days, found %s"
              .formatted(option, least.toMinutes(), found));
    }
  }
}
