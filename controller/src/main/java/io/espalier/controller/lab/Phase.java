package io.espalier.controller.lab;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an experiment is. */
public enum Phase {
  /** Waits for those before it. */
  QUEUED,
  /** Models are made and measured. */
  RUNNING,
  /** Every trial was measured. */
  DONE,
  /** Some trials were measured, others failed. */
  PARTLY_DONE,
  /** No trial was measured, or something else went wrong. */
  FAILED,
  /** Somebody did not want it any more; what was measured is kept. */
  CANCELLED;

  /** The name on the wire and in tables: {@code partly_done}. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The phase of that name.
   *
   * @throws IllegalArgumentException for any other name
   */
  @JsonCreator
  public static Phase of(String text) {
    for (Phase phase : values()) {
      if (phase.text().equals(text)) {
        return phase;
      }
    }
    throw new IllegalArgumentException(
        "phase: expected one of an experiment, found '" + text + "'");
  }

  /** Whether it goes no further by itself; asked for again, it runs what is missing. */
  public boolean isFinal() {
    return this != QUEUED && this != RUNNING;
  }

  /** How one ends of whose {@code trials} so many were measured. */
  static Phase ofEnd(int measured, int trials) {
    if (measured == trials) {
      return DONE;
    }
    return measured > 0 ? PARTLY_DONE : FAILED;
  }
}
