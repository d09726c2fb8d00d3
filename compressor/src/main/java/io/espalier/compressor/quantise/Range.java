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

  /** The smallest range that holds both. */
  public Range and(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }
}
