package io.espalier.compressor.quantise;

/** Rounding as C++'s {@code std::round}. */
final class Rounding {
  private Rounding() {}

  /** The nearest integer, halves away from zero. */
  static double halfAwayFromZero(double x) {
    double magnitude = Math.abs(x);
    double floor = Math.floor(magnitude);
    // Adding a half before the floor would round the largest number below a half up.
    double rounded = magnitude - floor >= 0.5 ? floor + 1 : floor;
    return Math.copySign(rounded, x);
  }

  /** The nearest integer, halves away from zero, within −limit…limit. */
  static byte level(double steps, int limit) {
    return (byte) Math.max(-limit, Math.min(limit, halfAwayFromZero(steps)));
  }
}
