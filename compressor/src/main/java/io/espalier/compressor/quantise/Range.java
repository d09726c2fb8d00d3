package io.espalier.compressor.quantise;

/**
 * The values that an activation is expected to take.
 *
 * @param low finite
 * @param high finite, not below {@code low}
 */
public record Range(float low, float high) {
  /**
   * @throws IllegalArgumentException if they are no range
   */
  public Range {
    if (!(low <= high && Float.isFinite(low) && Float.isFinite(high))) {
      throw new IllegalArgumentException(
          "range: expected finite numbers in order, found %s to %s".formatted(low, high));
    }
  }

  /**
   * The smallest range that holds all values.
   *
   * @throws IllegalArgumentException if one is not finite, or there is none
   */
  public static Range of(float[] values) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return new Range(low, high);
  }

  /** The smallest range that holds both. */
  public Range and(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }
}
