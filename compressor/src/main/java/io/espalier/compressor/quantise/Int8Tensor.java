package io.espalier.compressor.quantise;

/**
 * Numbers as 8-bit integers, symmetric about zero: x ≈ scale · q.
 *
 * <p>The arrays are not copied.
 *
 * @param levels q, each in −127…127
 * @param channels which scale belongs to which element
 * @param scales one per channel, above 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Int8Tensor(byte[] levels, Channels channels, float[] scales) {
  /** What the levels stand for. */
  public float[] dequantised() {
    float[] values = new float[levels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scales[channels.of(i)] * levels[i];
    }
    return values;
  }
}
