package io.espalier.node.telemetry;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.SystemSample;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tells at a fixed rate how busy the node is. */
public final class SystemReporter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SystemReporter.class.getName());

  private final NodeId node;
  private final Stamps stamps;
  private final Supplier<SystemCounters> counters;
  private final TelemetrySink sink;
  private final LongSupplier flashBytes;
  private final LongSupplier dropped;
  private final ScheduledExecutorService thread;
  private SystemCounters before;

  /**
   * A reporter that is silent until started.
   *
   * @param counters reads the counters now
   * @param flashBytes written since the agent started
   * @param dropped samples dropped since the agent started
   */
  public SystemReporter(
      NodeId node,
      Stamps stamps,
      Supplier<SystemCounters> counters,
      TelemetrySink sink,
      LongSupplier flashBytes,
      LongSupplier dropped) {
    this.node = node;
    this.stamps = stamps;
    this.counters = counters;
    this.sink = sink;
    this.flashBytes = flashBytes;
    this.dropped = dropped;
    this.before = counters.get();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread reporter = new Thread(task, "telemetry");
              reporter.setDaemon(true);
              return reporter;
            });
  }

  /** Starts; the first sample comes after one interval. */
  public void start(Duration interval) {
    long nanos = interval.toNanos();
    thread.scheduleAtFixedRate(this::reportSafely, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Stops at once. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** A scheduled task that throws is never run again. */
  private void reportSafely() {
    try {
      report();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "system sample failed", e);
    }
  }

  void report() {
    SystemCounters now = counters.get();
    sink.offer(
        new SystemSample(
            stamps.next(),
            node,
            now.processCpuPercentSince(before),
            now.rssBytes(),
            now.systemCpuPercentSince(before),
            now.memoryUsedBytes(),
            now.memoryTotalBytes(),
            now.temperatureCelsius(),
            flashBytes.getAsLong(),
            dropped.getAsLong()));
    before = now;
  }
}
