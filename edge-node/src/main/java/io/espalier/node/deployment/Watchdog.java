package io.espalier.node.deployment;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long. A model that never returns cannot be interrupted: native code does not
 * listen. Only the end of the process stops it, which the journal then counts.
 */
final class Watchdog {
  private final Duration limit;
  private final Runnable bark;

  /**
   * A watchdog that lets anything take {@code limit}.
   *
   * @param bark called, on another thread, when something took longer
   */
  Watchdog(Duration limit, Runnable bark) {
    this.limit = limit;
    this.bark = bark;
  }

  /** Runs a task and watches it. */
  void watch(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    done.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (ok, timeout) -> {
              if (timeout != null) {
                bark.run();
              }
            });
    try {
      task.run();
    } finally {
      done.complete(null);
    }
  }
}
