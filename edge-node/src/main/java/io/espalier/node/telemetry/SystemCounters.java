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
  /** Percent of one core that this process used since {@code before}, to a tenth. */
  public double processCpuPercentSince(SystemCounters before) {
    double millis = (nanos - before.nanos) / 1e6;
    return millis <= 0 ? 0 : percent((processCpuMillis - before.processCpuMillis) / millis);
  }

  /** Percent of all cores together that were busy since {@code before}, 0 to 100, to a tenth. */
  public double systemCpuPercentSince(SystemCounters before) {
    long ticks = totalTicks - before.totalTicks;
    return ticks <= 0 ? 0 : percent((busyTicks - before.busyTicks) / (double) ticks);
  }

  /** Counters tick a hundred times a second: more digits would say nothing. */
  private static double percent(double share) {
    return Math.rint(1000 * share) / 10;
  }
}
