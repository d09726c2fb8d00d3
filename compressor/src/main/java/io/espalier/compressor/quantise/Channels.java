package io.espalier.compressor.quantise;

/**
 * How the elements of a tensor, counted in row-major order, fall into channels that have a scale
 * each.
 *
 * @param count how many channels, at least 1
 * @param inner how many elements of one channel lie side by side, at least 1
 */
public record Channels(int count, int inner) {
  /** All elements in one channel. */
  public static final Channels ONE = new Channels(1, 1);

  /**
   * @throws IllegalArgumentException if either is below 1
   */
  public Channels {
    if (count < 1 || inner < 1) {
      throw new IllegalArgumentException(
          "channels: expected at least 1 of at least 1 element, found %d of %d"
              .formatted(count, inner));
    }
  }

  /** One channel for each place along an axis of a tensor of that shape. */
  public static Channels along(int[] shape, int axis) {
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner = Math.multiplyExact(inner, shape[i]);
    }
    return new Channels(shape[axis], inner);
  }

  /** The channel of an element. */
  public int of(int element) {
    return element / inner % count;
  }

  /** The largest magnitude in each channel. */
  float[] ranges(float[] values) {
    if (values.length % (count * (long) inner) != 0) {
      throw new IllegalArgumentException(
          "quantise: %d values do not divide into %d channels".formatted(values.length, count));
    }
    float[] ranges = new float[count];
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "quantise: expected finite values, found %s at %d".formatted(values[i], i));
      }
      ranges[of(i)] = Math.max(ranges[of(i)], Math.abs(values[i]));
    }
    return ranges;
  }
}
