package io.espalier.node.telemetry;

import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.Throttling;
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
 * @param board what it says of itself; absent where it says nothing
 */
public record SystemCounters(
    long nanos,
    long processCpuMillis,
    long busyTicks,
    long totalTicks,
    long rssBytes,
    long memoryUsedBytes,
    long memoryTotalBytes,
    @Nullable Double temperatureCelsius,
    @Nullable BoardState board) {
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

  /** What slowed the processor at some time since {@code before}, if the board says. */
  public @Nullable Throttling throttledSince(SystemCounters before) {
    Throttling now = board == null ? null : board.throttled();
    Throttling then = before.board == null ? null : before.board.throttled();
    return now == null || then == null ? null : now.since(then);
  }

  /** Counters tick a hundred times a second: more digits would say nothing. */
  private static double percent(double share) {
    return Math.rint(1000 * share) / 10;
  }
}
