package io.espalier.node.serve;

import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.infer.InferenceRequest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs what programs ask on few threads, which end when nobody asks. What finds no room is refused
 * at once: a program that waits for nothing does not learn that it asks too much.
 */
public final class InferenceThreads implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 64;
  private static final int IDLE_SECONDS = 30;

  private final LiveModel live;
  private final ThreadPoolExecutor pool;

  /** Threads for requests to that model. */
  public InferenceThreads(LiveModel live) {
    this.live = live;
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "inference");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Answers a request, sooner or later; returns at once.
   *
   * @param answered takes the answer, on any thread
   */
  public void submit(InferenceRequest request, Consumer<InferenceAnswer> answered) {
    try {
      pool.execute(() -> answered.accept(live.infer(request)));
    } catch (RejectedExecutionException e) {
      answered.accept(
          new InferenceAnswer(
              request.id(), null, null, null, 0, MOST_WAITING + " requests wait already"));
    }
  }

  /** Stops at once; what waits is not answered. */
  @Override
  public void close() {
    pool.shutdownNow();
  }

  LiveModel live() {
    return live;
  }

  /** For whatever else serves requests; may refuse. */
  Executor executor() {
    return pool;
  }
}
