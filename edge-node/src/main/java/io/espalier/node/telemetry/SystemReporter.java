package io.espalier.node.telemetry;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.SystemSample;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tells how busy the node is. */
public final class SystemReporter {
  private final NodeId node;
  private final Stamps stamps;
  private final Supplier<SystemCounters> counters;
  private final TelemetrySink sink;
  private final LongSupplier flashBytes;
  private final LongSupplier dropped;
  private SystemCounters before;

  /**
   * A reporter that starts from the counters as they are now.
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
  }

  /** Reports what the counters did since the last report. */
  public void report() {
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
            dropped.getAsLong(),
            now.board()));
    before = now;
  }
}
