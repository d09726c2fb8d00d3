package io.espalier.compressor.bench;

/**
 * What all benchmarks are asked for.
 *
 * @param seeds how many networks a figure of accuracy is the mean of, at least 1
 */
public record BenchmarkOptions(int seeds) {
  /** As many seeds as the figures to reach are stated for. */
  public static final BenchmarkOptions USUAL = new BenchmarkOptions(10);

  /**
   * @throws IllegalArgumentException if there is no seed
   */
  public BenchmarkOptions {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds: expected at least 1, found " + seeds);
    }
  }
}
