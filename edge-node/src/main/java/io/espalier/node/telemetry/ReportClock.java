package io.espalier.node.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has everything that reports do so at a fixed rate, on one thread. */
public final class ReportClock implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReportClock.class.getName());

  private final List<Runnable> reports;
  private final ScheduledExecutorService thread;

  /** A clock that stands still until started. */
  public ReportClock(List<Runnable> reports) {
    this.reports = List.copyOf(reports);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread reporter = new Thread(task, "telemetry");
              reporter.setDaemon(true);
              return reporter;
            });
  }

  /** Starts; the first reports come after one interval. */
  public void start(Duration interval) {
    long nanos = interval.toNanos();
    thread.scheduleAtFixedRate(
        () -> reports.forEach(ReportClock::runSafely), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Stops at once. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** A scheduled task that throws is never run again. */
  private static void runSafely(Runnable report) {
    try {
      report.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "report failed", e);
    }
  }
}
