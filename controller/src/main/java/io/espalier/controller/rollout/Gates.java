package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout must not do to the fleet. A bound that is absent does not count.
 *
 * @param maxAccuracyDrop share by which the model may be less often right than the one before
 * @param minAccuracy share of right answers that it must reach, whatever ran before
 * @param maxP99Us 99th percentile of a single inference, microseconds, on the middle node of each
 *     hardware class
 * @param maxRssBytes resident memory of the node's process, on the middle node of each class
 * @param maxFailed share of nodes that refuse the model, fall back, or are not heard of again while
 *     they test it
 * @param maxCrashes share of nodes whose process crashed while the model served
 */
public record Gates(
    @JsonSetter(nulls = Nulls.SET) @Nullable Double maxAccuracyDrop,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double minAccuracy,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double maxP99Us,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long maxRssBytes,
    double maxFailed,
    double maxCrashes) {
  /** One node in twenty may fail, one in fifty crash, and nothing else is asked. */
  public static final Gates USUAL = new Gates(null, null, null, null, 0.05, 0.02);

  /**
   * @throws IllegalArgumentException if a bound is out of range
   */
  public Gates {
    requireShare("maxAccuracyDrop", maxAccuracyDrop);
    requireShare("minAccuracy", minAccuracy);
    requireShare("maxFailed", maxFailed);
    requireShare("maxCrashes", maxCrashes);
    requirePositive("maxP99", maxP99Us);
    requirePositive("maxRss", maxRssBytes == null ? null : (double) maxRssBytes);
  }

  /** Whether labels are needed to tell. */
  public boolean needLabels() {
    return maxAccuracyDrop != null || minAccuracy != null;
  }

  /** Whether the nodes have to test the model on samples to tell. */
  public boolean needProbe() {
    return needLabels() || maxP99Us != null || maxRssBytes != null;
  }

  private static void requireShare(String what, @Nullable Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "gates.%s: expected a share of 0 to 1, found %s".formatted(what, value));
    }
  }

  private static void requirePositive(String what, @Nullable Double value) {
    if (value != null && !(value > 0)) {
      throw new IllegalArgumentException(
          "gates.%s: expected more than 0, found %s".formatted(what, value));
    }
  }
}
