package io.espalier.compressor.quantise;

/** IEEE 754 half-precision floats: one sign bit, five bits of exponent, ten of fraction. */
public final class Float16 {
  /** The largest finite half. */
  public static final float MAX_VALUE = 65504f;

  private static final float MIN_NORMAL = 0x1p-14f;
  private static final int FRACTION_BITS_LOST = 13;
  private static final int EXPONENT_BIAS_LOST = (127 - 15) << 10;
  private static final int SIGN = 0x8000;
  private static final int NAN = 0x7e00;

  private Float16() {}

  /**
   * The half nearest to {@code value}, ties to even. What is out of range becomes ±{@link
   * #MAX_VALUE}, never an infinity.
   */
  public static short toHalf(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & SIGN;
    if (Float.isNaN(value)) {
      return (short) (sign | NAN);
    }
    float magnitude = Math.min(Math.abs(value), MAX_VALUE);
    if (magnitude < MIN_NORMAL) {
      // Below the normal range halves are the multiples of 2⁻²⁴, and scaling by 2²⁴ is exact.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
    }
    int bits = Float.floatToRawIntBits(magnitude);
    int lowestKept = bits >>> FRACTION_BITS_LOST & 1;
    int rounded = bits + (1 << (FRACTION_BITS_LOST - 1)) - 1 + lowestKept;
    return (short) (sign | ((rounded >>> FRACTION_BITS_LOST) - EXPONENT_BIAS_LOST));
  }

  /** The halves nearest to these values. */
  public static short[] toHalves(float[] values) {
    short[] halves = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      halves[i] = toHalf(values[i]);
    }
    return halves;
  }

  /** The value of a half, exactly. */
  public static float toFloat(short half) {
    int exponent = half >>> 10 & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        };
    return half < 0 ? -magnitude : magnitude;
  }
}
