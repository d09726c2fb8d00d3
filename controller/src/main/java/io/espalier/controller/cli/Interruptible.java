package io.espalier.controller.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work that Ctrl-C ends in order: it is interrupted, cleans up, and only then the process ends. */
final class Interruptible {
  private static final long CLOSING_SECONDS = 30;

  private Interruptible() {}

  /**
   * Runs {@code work} on this thread.
   *
   * @param outcome what is said when it was interrupted: what is left of the work
   */
  static int run(Callable<Integer> work, String outcome, PrintWriter err) throws Exception {
    AtomicBoolean signalled = new AtomicBoolean();
    CountDownLatch closed = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Thread onSignal =
        new Thread(
            () -> {
              signalled.set(true);
              caller.interrupt();
              await(closed);
            },
            "close-on-signal");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      return work.call();
    } catch (Exception e) {
      if (!signalled.get()) {
        throw e;
      }
      // Said here, for the process ends when the latch opens; what an interrupt breaks on its way
      // (an open file, say) is no failure of its own.
      return ExitCode.report(new InterruptedException("interrupted; " + outcome), err);
    } finally {
      closed.countDown();
      forget(onSignal);
    }
  }

  private static void forget(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is what ends it.
    }
  }

  private static void await(CountDownLatch closed) {
    try {
      closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
