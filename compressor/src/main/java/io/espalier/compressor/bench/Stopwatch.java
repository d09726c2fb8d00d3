package io.espalier.compressor.bench;

/** Measures how long something takes. */
final class Stopwatch {
  private Stopwatch() {}

  /** What is measured. */
  @FunctionalInterface
  interface Task {
    void run() throws InterruptedException;
  }

  /** The seconds of the quickest of some runs: the others were disturbed, or not yet compiled. */
  static double seconds(int runs, Task task) throws InterruptedException {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      task.run();
      least = Math.min(least, (System.nanoTime() - start) / 1e9);
    }
    return least;
  }
}
