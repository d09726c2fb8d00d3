package io.espalier.compressor.quantise;

/**
 * Weights as 8-bit integers with one scale per output channel, symmetric about zero: w ≈ scale · q
 * with q in −127…127.
 *
 * <p>The arithmetic is that of TensorFlow's converter: scales, inverse scales and products are
 * single floats, and halves round away from zero. A channel whose weights all lie within ±5e-7 gets
 * the scale of that range, so an all-zero channel stays zero and nothing is divided by zero.
 */
public final class DynamicRangeInt8 {
  /** Constants of fewer elements stay single floats: they cost little and matter much. */
  public static final int MIN_ELEMENTS = 1024;

  private static final int MAX_LEVEL = 127;
  private static final float MIN_RANGE = 5e-7f;

  private DynamicRangeInt8() {}

  /**
   * Quantised weights.
   *
   * @param levels channel by channel, each in −127…127
   * @param scales one per channel, above 0
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Quantised(byte[] levels, float[] scales) {
    /** What the levels stand for, channel by channel. */
    public float[] dequantised() {
      float[] values = new float[levels.length];
      int width = levels.length / scales.length;
      for (int i = 0; i < values.length; i++) {
        values[i] = scales[i / width] * levels[i];
      }
      return values;
    }
  }

  /**
   * Quantises finite weights.
   *
   * @param weights channel by channel, all channels of the same width
   * @param channels how many channels, at least 1
   */
  public static Quantised quantise(float[] weights, int channels) {
    if (channels < 1 || weights.length % channels != 0) {
      throw new IllegalArgumentException(
          "quantise: %d weights do not divide into %d channels"
              .formatted(weights.length, channels));
    }
    int width = weights.length / channels;
    byte[] levels = new byte[weights.length];
    float[] scales = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      int from = channel * width;
      float scale = range(weights, from, from + width) / MAX_LEVEL;
      float inverse = (float) (1.0 / scale);
      for (int i = from; i < from + width; i++) {
        levels[i] = level(weights[i] * inverse);
      }
      scales[channel] = scale;
    }
    return new Quantised(levels, scales);
  }

  private static float range(float[] weights, int from, int to) {
    float range = MIN_RANGE;
    for (int i = from; i < to; i++) {
      range = Math.max(range, Math.abs(weights[i]));
    }
    return range;
  }

  private static byte level(float scaled) {
    double awayFromZero = Math.floor(Math.abs((double) scaled) + 0.5);
    int level = (int) Math.min(awayFromZero, MAX_LEVEL);
    return (byte) (scaled < 0 ? -level : level);
  }
}
