package io.espalier.node.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has whatever reports do so at a fixed rate, all on one thread. */
public final class ReportClock implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReportClock.class.getName());

  private final ScheduledExecutorService thread;

  /** A clock of nothing yet. */
  public ReportClock() {
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread reporter = new Thread(task, "telemetry");
              reporter.setDaemon(true);
              return reporter;
            });
  }

  /** Has these report in their order from now on, for the first time after one interval. */
  public void every(Duration interval, Runnable... reports) {
    List<Runnable> round = List.of(reports);
    long nanos = interval.toNanos();
    thread.scheduleAtFixedRate(
        () -> round.forEach(ReportClock::runSafely), nanos, nanos, TimeUnit.NANOSECONDS);
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
