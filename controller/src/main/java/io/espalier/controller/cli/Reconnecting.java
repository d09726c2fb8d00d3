package io.espalier.controller.cli;

import io.espalier.controller.client.ApiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hearing a controller that may be started again meanwhile. */
final class Reconnecting {
  private static final long PAUSE_MILLIS = 1_000;
  private static final int FIRST_OF_THE_SERVER = 500;
  private static final int TOO_MANY = 429;

  /** How often in a row it may be away, a pause each. */
  private static final int PATIENCE = 60;

  private final PrintWriter err;
  private int missed;

  /** Says there, once each time, that it waits. */
  Reconnecting(PrintWriter err) {
    this.err = err;
  }

  /** Does something over a connection; comes back when the controller ended it. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /**
   * Never comes back but by an exception.
   *
   * @throws IOException when the controller is away for longer than a minute
   * @throws InterruptedException when it is interrupted
   */
  int forever(Step step) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    do {
      attempt(step);
    } while (!never.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    return ExitCode.DONE.code();
  }

  private void attempt(Step step) throws Exception {
    long began = System.nanoTime();
    try {
      step.run();
      missed = 0;
    } catch (IOException e) {
      miss(e, began);
    } catch (ApiException e) {
      if (e.status() < FIRST_OF_THE_SERVER && e.status() != TOO_MANY) {
        throw e;
      }
      miss(e, began);
    }
  }

  private <E extends Exception> void miss(E why, long began) throws E {
    boolean lasted = System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
    missed = lasted ? 1 : missed + 1;
    if (missed > PATIENCE) {
      throw why;
    }
    if (missed == 1) {
      err.println("espalier: " + why.getMessage() + "; waiting for it");
      err.flush();
    }
  }
}
