package io.espalier.node.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The counters of the machine and of this process at one moment.
 *
 * @param nanos when, by a clock that only moves forward
 * @param processCpuMillis processor time this process has used since its start
 * @param busyTicks ticks of all cores that were not idle since boot
 * @param totalTicks ticks of all cores since boot
 * @param rssBytes resident memory of this process
 * @param memoryUsedBytes physical memory in use
 * @param memoryTotalBytes physical memory
 * @param temperatureCelsius of the processor; absent where there is no sensor
 */
public record SystemCounters(
    long nanos,
    long processCpuMillis,
    long busyTicks,
    long totalTicks,
    long rssBytes,
    long memoryUsedBytes,
    long memoryTotalBytes,
    @Nullable Double temperatureCelsius) {
  /** Percent of one core that this process used since {@code before}. */
  public double processCpuPercentSince(SystemCounters before) {
    double millis = (nanos - before.nanos) / 1e6;
    return millis <= 0 ? 0 : 100.0 * (processCpuMillis - before.processCpuMillis) / millis;
  }

  /** Percent of all cores together that were busy since {@code before}, 0 to 100. */
  public double systemCpuPercentSince(SystemCounters before) {
    long ticks = totalTicks - before.totalTicks;
    return ticks <= 0 ? 0 : 100.0 * (busyTicks - before.busyTicks) / ticks;
  }
}
