package io.espalier.controller.load;

import io.espalier.controller.process.ControllerProcess;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Has a controller store records until its code is compiled: one that runs for a year is measured,
 * not its first minute, in which the compiler takes more than the records do.
 */
final class WarmUp {
  private static final int NODES = 1_000;
  private static final int PER_SECOND = 5_000;
  private static final int SECONDS = 25;
  private static final long PATIENCE_SECONDS = 300;
  private static final long POLL_MILLIS = 50;

  private WarmUp() {}

  /**
   * Returns once all are stored.
   *
   * @param names with which the names of its nodes begin; nobody else's in the same store do
   */
  static void of(Scene scene, ControllerProcess controller, String names) throws Exception {
    scene.say("the controller warms up");
    long before = controller.counts().recordsStored();
    try (Sender sender =
        new Sender(
            scene.port(),
            "warm",
            Scene.TOPICS,
            MadeUpNodes.of(names, NODES),
            PER_SECOND,
            SECONDS,
            () -> false)) {
      long total = before + (long) PER_SECOND * SECONDS - 1;
      awaitStored(controller, sender, total, PATIENCE_SECONDS);
    }
  }

  /** Waits until so many records are stored. */
  static void awaitStored(
      ControllerProcess controller, Sender sender, long total, long patienceSeconds)
      throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
    while (controller.counts().recordsStored() < total) {
      sender.oldest(); // Says so where sending failed.
      if (System.nanoTime() > until) {
        throw new IOException(
            "telemetry: expected %,d records stored within %d s, found %,d"
                .formatted(total, patienceSeconds, controller.counts().recordsStored()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
