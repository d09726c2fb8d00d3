package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * What a gate says.
 *
 * @param gate its name in the spec, for instance {@code maxAccuracyDrop}
 * @param scope a hardware class, or {@link #FLEET}
 * @param outcome what follows
 * @param value what was seen
 * @param low lower end of its interval; absent where there is none
 * @param high upper end
 * @param confidence with which the value is between them, 0.98: each end alone is passed in one of
 *     a hundred; absent where there is no interval
 * @param bound what the value is held against
 * @param of how many samples or nodes it comes from
 * @param unit of value and bound: {@code share}, {@code us} or {@code bytes}
 */
public record Verdict(
    String gate,
    String scope,
    Outcome outcome,
    double value,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double low,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double high,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double confidence,
    double bound,
    long of,
    String unit) {
  /** All hardware classes together. */
  public static final String FLEET = "fleet";

  /** What follows from a gate. */
  public enum Outcome {
    /** Within its bound, and harm is excluded at the stated error rate. */
    @JsonProperty("excluded")
    EXCLUDED,
    /** Within its bound after all that the wave could show. */
    @JsonProperty("within")
    WITHIN,
    /** Not enough was seen yet. */
    @JsonProperty("undecided")
    UNDECIDED,
    /** Beyond its bound. */
    @JsonProperty("failed")
    FAILED
  }

  boolean isFailed() {
    return outcome == Outcome.FAILED;
  }

  boolean isUndecided() {
    return outcome == Outcome.UNDECIDED;
  }
}
