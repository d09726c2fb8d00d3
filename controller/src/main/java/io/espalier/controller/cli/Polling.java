package io.espalier.controller.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asking again and again, until somebody interrupts. */
final class Polling {
  private Polling() {}

  /** What is done each time. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /**
   * Never comes back but by an exception.
   *
   * @throws InterruptedException when it is interrupted
   */
  static int every(long millis, Step step) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    do {
      step.run();
    } while (!never.await(millis, TimeUnit.MILLISECONDS));
    return ExitCode.DONE.code();
  }
}
