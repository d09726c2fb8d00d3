package io.espalier.compressor.quantise;

/**
 * Activations as 8-bit integers: x ≈ scale · (q − zeroPoint), with q in −128…127, and zero exactly
 * at the zero point.
 *
 * @param scale above 0, finite
 * @param zeroPoint −128…127
 */
public record Affine(float scale, int zeroPoint) {
  private static final int MIN_LEVEL = -128;
  private static final int MAX_LEVEL = 127;
  private static final float SMALLEST_WIDTH = 1e-6f;

  /**
   * @throws IllegalArgumentException if either is out of its range
   */
  public Affine {
    if (!(scale > 0 && Float.isFinite(scale))) {
      throw new IllegalArgumentException("scale: expected a finite number above 0, found " + scale);
    }
    if (zeroPoint < MIN_LEVEL || zeroPoint > MAX_LEVEL) {
      throw new IllegalArgumentException("zero point: expected −128…127, found " + zeroPoint);
    }
  }

  /** Levels spread over a range, which is widened to hold zero. */
  public static Affine over(Range range) {
    double low = Math.min(range.low(), 0);
    double high = Math.max(range.high(), 0);
    double scale = Math.max(high - low, SMALLEST_WIDTH) / (MAX_LEVEL - MIN_LEVEL);
    double zeroPoint = Rounding.halfAwayFromZero(MIN_LEVEL - low / scale);
    return new Affine((float) scale, (int) Math.max(MIN_LEVEL, Math.min(MAX_LEVEL, zeroPoint)));
  }

  /** The level nearest to a value, halves away from zero; values out of range get the last one. */
  public byte level(float value) {
    double level = Rounding.halfAwayFromZero(value / scale) + zeroPoint;
    return (byte) Math.max(MIN_LEVEL, Math.min(MAX_LEVEL, level));
  }

  /** What a level stands for. */
  public float value(int level) {
    return scale * (level - zeroPoint);
  }

  /** The levels nearest to these values. */
  public byte[] levels(float[] values) {
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      levels[i] = level(values[i]);
    }
    return levels;
  }
}
