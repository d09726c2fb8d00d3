package io.espalier.compressor.quantise;

/**
 * Weights and biases of an operator that computes in integers: 8-bit weights with a scale per
 * output channel, and 32-bit biases at the scale of the products, input scale × weight scale.
 *
 * @param weights per channel
 * @param bias one per channel
 * @param biasScales one per channel, above 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record IntegerLayer(Int8Tensor weights, int[] bias, float[] biasScales) {
  /** Leaves room for the products that are added to a bias. */
  private static final float MAX_BIAS = 1 << 30;

  /**
   * Quantises a layer. A channel of tiny weights and a large bias gets a larger scale than its
   * weights need, for at theirs the bias would not fit 32 bits.
   *
   * @param weights finite
   * @param channels the output channels
   * @param bias finite, one per channel
   * @param inputScale of the activation that the weights are multiplied with
   * @throws IllegalArgumentException if a number is not finite, or they do not divide into channels
   */
  public static IntegerLayer quantise(
      float[] weights, Channels channels, float[] bias, float inputScale) {
    if (bias.length != channels.count()) {
      throw new IllegalArgumentException(
          "bias: expected %d values, found %d".formatted(channels.count(), bias.length));
    }
    float[] ranges = channels.ranges(weights);
    float[] biasRanges = new Channels(channels.count(), 1).ranges(bias);
    for (int c = 0; c < ranges.length; c++) {
      float atLeast = Converter.MAX_LEVEL * biasRanges[c] / (inputScale * MAX_BIAS);
      ranges[c] = Math.max(ranges[c], atLeast);
    }
    Int8Tensor quantised = Converter.CURRENT.quantise(weights, channels, ranges);
    int[] levels = new int[bias.length];
    float[] scales = new float[bias.length];
    for (int c = 0; c < bias.length; c++) {
      double scale = (double) inputScale * quantised.scales()[c];
      scales[c] = (float) scale;
      levels[c] = (int) Rounding.halfAwayFromZero(bias[c] / scale);
    }
    return new IntegerLayer(quantised, levels, scales);
  }
}
