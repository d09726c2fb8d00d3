package io.espalier.compressor.quantise;

/**
 * The weights of one unit and the levels they may have.
 *
 * <p>The array is not copied.
 *
 * @param weights W[inputs][units], of which this unit's are every {@code units}th from {@code unit}
 * @param range the largest magnitude in the unit's channel
 * @param converter which levels and scale that makes
 */
@SuppressWarnings("ArrayRecordComponent")
record UnitWeights(float[] weights, int unit, int units, float range, Converter converter) {
  float weight(int input) {
    return weights[input * units + unit];
  }

  float scale() {
    return converter.scale(range);
  }

  /** Whether a level may not move: zeros stay pruned, the largest weight keeps the scale. */
  boolean isFixed(int input) {
    float magnitude = Math.abs(weight(input));
    return magnitude == 0 || magnitude == range;
  }

  byte nearest(int input) {
    return level(converter.steps(weight(input), range));
  }

  byte[] nearest() {
    byte[] levels = new byte[weights.length / units];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = nearest(i);
    }
    return levels;
  }

  byte level(double steps) {
    return Rounding.level(steps, Converter.MAX_LEVEL);
  }

  /** What a level stands for. */
  float value(byte level) {
    return scale() * level;
  }

  /** By how much a level misses a weight. */
  double error(int input, byte level) {
    return (double) value(level) - weight(input);
  }
}
