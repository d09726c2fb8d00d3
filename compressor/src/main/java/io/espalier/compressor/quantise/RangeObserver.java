package io.espalier.compressor.quantise;

/**
 * Watches the values of one activation go by, in memory that does not grow with them. Not for
 * several threads.
 */
public interface RangeObserver {
  /**
   * Sees some values.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  void observe(float[] values);

  /** The range so far; zero alone if nothing was seen. */
  Range range();
}
