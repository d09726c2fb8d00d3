package io.espalier.shared.deployment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * When a node keeps a model, and when it falls back to the one before. A bound that is absent does
 * not count.
 *
 * @param goodInferences how many inferences must succeed on probation, at least 1
 * @param maxAccuracyDrop share by which the model may be less often right than the one before, 0 to
 *     1; a node alone falls back only when its samples show that it is more
 * @param minAccuracy share of right answers below which the model is not kept, 0 to 1
 * @param maxP99Us 99th percentile of a single inference, microseconds, above 0
 * @param maxRssBytes resident memory of the node's process with the model loaded, above 0
 */
public record Acceptance(
    int goodInferences,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double maxAccuracyDrop,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double minAccuracy,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double maxP99Us,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long maxRssBytes) {
  /** A hundred good inferences and nothing else. */
  public static final Acceptance USUAL = new Acceptance(100, null, null, null, null);

  /**
   * @throws IllegalArgumentException if a bound is out of range
   */
  public Acceptance {
    if (goodInferences < 1) {
      throw new IllegalArgumentException(
          "good inferences: expected at least 1, found " + goodInferences);
    }
    requireShare("accuracy drop", maxAccuracyDrop);
    requireShare("least accuracy", minAccuracy);
    requirePositive("p99", maxP99Us);
    requirePositive("resident memory", maxRssBytes == null ? null : (double) maxRssBytes);
  }

  private static void requireShare(String what, @Nullable Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + ": expected 0 to 1, found " + value);
    }
  }

  private static void requirePositive(String what, @Nullable Double value) {
    if (value != null && !(value > 0)) {
      throw new IllegalArgumentException(what + ": expected more than 0, found " + value);
    }
  }
}
