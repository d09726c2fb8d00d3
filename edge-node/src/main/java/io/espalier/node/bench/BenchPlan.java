package io.espalier.node.bench;

/**
 * How a model is measured.
 *
 * @param threads of the interpreter, 1 to 64
 * @param warmup inferences before the timed ones, at least 0
 * @param runs timed inferences, at least 1
 * @param seed of the input's values
 */
public record BenchPlan(int threads, int warmup, int runs, long seed) {
  private static final int MOST_THREADS = 64;
  private static final int MOST_RUNS = 10_000_000;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public BenchPlan {
    requireWithin("threads", threads, 1, MOST_THREADS);
    requireWithin("warmup", warmup, 0, MOST_RUNS);
    requireWithin("runs", runs, 1, MOST_RUNS);
  }

  private static void requireWithin(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: expected %d to %,d, found %,d".formatted(name, least, most, value));
    }
  }
}
