package io.espalier.node.thread;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread for tasks in their order, which ends when there are none: a node mostly waits. */
public final class RestingThread {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private RestingThread() {}

  /**
   * A thread that does not keep the process alive.
   *
   * @param name by which people find it
   */
  public static ExecutorService named(String name) {
    return named(name, PATIENCE);
  }

  static ExecutorService named(String name, Duration patience) {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            patience.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    one.allowCoreThreadTimeOut(true);
    return one;
  }
}
