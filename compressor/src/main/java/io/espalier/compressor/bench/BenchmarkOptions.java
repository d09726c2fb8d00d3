package io.espalier.compressor.bench;

/**
 * What all benchmarks are asked for.
 *
 * @param seeds how many networks a figure of accuracy is the mean of, at least 1
 * @param lengthy whether what takes minutes is measured in full rather than in part
 */
public record BenchmarkOptions(int seeds, boolean lengthy) {
  /** As many seeds as the figures to reach are stated for. */
  public static final BenchmarkOptions USUAL = new BenchmarkOptions(10, false);

  /**
   * @throws IllegalArgumentException if there is no seed
   */
  public BenchmarkOptions {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds: expected at least 1, found " + seeds);
    }
  }

  /** That many seeds, and nothing lengthy. */
  public BenchmarkOptions(int seeds) {
    this(seeds, false);
  }
}
