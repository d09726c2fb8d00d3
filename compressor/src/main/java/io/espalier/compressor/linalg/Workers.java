package io.espalier.compressor.linalg;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A fixed number of named threads for heavy arithmetic. Work is cut by its caller, not by the
 * number of threads, so results are the same for any number.
 */
public final class Workers implements AutoCloseable {
  private final ExecutorService threads;
  private final int count;

  /**
   * Starts the threads.
   *
   * @param name what the threads are called, followed by a number
   * @param count how many, at least 1
   */
  public Workers(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1 thread, found " + count);
    }
    this.count = count;
    AtomicInteger started = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, name + "-" + started.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** As many threads as the machine has cores. */
  public static Workers onEveryCore(String name) {
    return new Workers(name, Runtime.getRuntime().availableProcessors());
  }

  /** How many threads there are. */
  public int count() {
    return count;
  }

  /**
   * Runs {@code task} for 0 to {@code tasks} − 1 and waits for all of them.
   *
   * @throws InterruptedException if the calling thread is interrupted; tasks not yet begun are
   *     dropped
   */
  public void forEach(int tasks, IntConsumer task) throws InterruptedException {
    // Waiting for what is already done notices no interrupt, and the next call may be as quick.
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    List<Callable<Object>> calls =
        IntStream.range(0, tasks).mapToObj(i -> Executors.callable(() -> task.accept(i))).toList();
    for (Future<Object> done : threads.invokeAll(calls)) {
      try {
        done.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a task failed: " + e.getCause(), e.getCause());
      }
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
