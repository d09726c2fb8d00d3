package io.espalier.compressor.quantise;

/**
 * A generation of TensorFlow's converter, whose dynamic-range quantisation of weights is followed
 * to the last bit: 8-bit integers, symmetric about zero, −127…127.
 */
public enum Converter {
  /**
   * TensorFlow 2.17 and newer (its MLIR quantiser: {@code quantization_utils.cc}, {@code
   * UniformSupport.h}): one scale per output channel, all arithmetic in double precision, the scale
   * rounded to a single float at the very end. A channel whose weights all lie within ±5e-7 gets
   * the scale of that range, so nothing is divided by zero.
   */
  CURRENT("2.17", true) {
    @Override
    float scale(float range) {
      return (float) step(range);
    }

    @Override
    double steps(float weight, float range) {
      return weight / step(range);
    }

    private double step(float range) {
      return Math.max(range, SMALLEST_RANGE) / MAX_LEVEL;
    }
  },
  /**
   * TensorFlow 2.3 (its flatbuffer quantiser: {@code quantize_weights.cc}, {@code
   * portable_tensor_utils.cc}): one scale per tensor, all arithmetic in single floats, products
   * with the inverse scale instead of quotients. Weights that are all zero get the scale 1.
   */
  V2_3("2.3", false) {
    @Override
    float scale(float range) {
      return range == 0 ? 1 : range / MAX_LEVEL;
    }

    @Override
    double steps(float weight, float range) {
      float inverse = MAX_LEVEL / range;
      return range == 0 ? 0 : weight * inverse;
    }
  };

  /** Constants of fewer elements stay single floats: they cost little and matter much. */
  public static final int MIN_ELEMENTS = 1024;

  static final int MAX_LEVEL = 127;
  private static final double SMALLEST_RANGE = 5e-7;

  private final String version;
  private final boolean channelwise;

  Converter(String version, boolean channelwise) {
    this.version = version;
    this.channelwise = channelwise;
  }

  /** The first TensorFlow of that generation. */
  public String version() {
    return version;
  }

  /** The name in options: {@code current}, {@code 2.3}. */
  public String label() {
    return this == CURRENT ? "current" : version;
  }

  /** Whether each output channel has a scale of its own. */
  public boolean channelwise() {
    return channelwise;
  }

  /** The scale of weights whose largest magnitude is {@code range}. */
  abstract float scale(float range);

  /** How many scales a weight is, before rounding. */
  abstract double steps(float weight, float range);

  /**
   * Quantises weights.
   *
   * @param weights finite
   * @param channels the output channels; taken for one if this generation knows only one
   * @throws IllegalArgumentException if a weight is not finite, or they do not divide into channels
   */
  public Int8Tensor quantise(float[] weights, Channels channels) {
    Channels scaled = channelwise ? channels : Channels.ONE;
    return quantise(weights, scaled, scaled.ranges(weights));
  }

  /** Quantises weights whose ranges are known, or wider than need be. */
  Int8Tensor quantise(float[] weights, Channels channels, float[] ranges) {
    byte[] levels = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      levels[i] = Rounding.level(steps(weights[i], ranges[channels.of(i)]), MAX_LEVEL);
    }
    float[] scales = new float[ranges.length];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = scale(ranges[c]);
    }
    return new Int8Tensor(levels, channels, scales);
  }
}
