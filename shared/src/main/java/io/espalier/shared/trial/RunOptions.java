package io.espalier.shared.trial;

/**
 * How a node runs a trial.
 *
 * @param threads of the interpreter, 1 to 64
 * @param warmup single inferences before the clock starts, 0 to 1,000,000
 * @param repeats single inferences that are timed, 1 to 1,000,000
 */
public record RunOptions(int threads, int warmup, int repeats) {
  private static final int MANY = 1_000_000;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public RunOptions {
    within("threads", threads, 1, 64);
    within("warmup", warmup, 0, MANY);
    within("repeats", repeats, 1, MANY);
  }

  private static void within(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "run.%s: expected %d to %d, found %d".formatted(what, min, max, value));
    }
  }
}
