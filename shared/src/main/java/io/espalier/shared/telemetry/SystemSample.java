package io.espalier.shared.telemetry;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * How busy a node is.
 *
 * @param stamp which record
 * @param node which node
 * @param processCpuPercent of one core, since the sample before; above 100 when several are used
 * @param rssBytes resident memory of the agent's process
 * @param systemCpuPercent of all cores together, 0 to 100
 * @param memoryUsedBytes physical memory in use
 * @param memoryTotalBytes physical memory
 * @param temperatureCelsius of the processor; absent where there is no sensor
 * @param flashBytesWritten by the agent to its data directory since it started; absent where it
 *     does not count them
 * @param dropped samples that the agent dropped since it started, for want of room; absent where it
 *     does not count them
 * @param board what it says of itself; absent where it says nothing
 */
public record SystemSample(
    Stamp stamp,
    NodeId node,
    double processCpuPercent,
    long rssBytes,
    double systemCpuPercent,
    long memoryUsedBytes,
    long memoryTotalBytes,
    @JsonSetter(nulls = Nulls.SET) @Nullable Double temperatureCelsius,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long flashBytesWritten,
    @JsonSetter(nulls = Nulls.SET) @Nullable Long dropped,
    @JsonSetter(nulls = Nulls.SET) @Nullable BoardState board) {
  /** A sample of a machine that says nothing of its board. */
  public SystemSample(
      Stamp stamp,
      NodeId node,
      double processCpuPercent,
      long rssBytes,
      double systemCpuPercent,
      long memoryUsedBytes,
      long memoryTotalBytes,
      @Nullable Double temperatureCelsius,
      @Nullable Long flashBytesWritten,
      @Nullable Long dropped) {
    this(
        stamp,
        node,
        processCpuPercent,
        rssBytes,
        systemCpuPercent,
        memoryUsedBytes,
        memoryTotalBytes,
        temperatureCelsius,
        flashBytesWritten,
        dropped,
        null);
  }

  /** The same under another number. */
  public SystemSample stamped(Stamp other) {
    return new SystemSample(
        other,
        node,
        processCpuPercent,
        rssBytes,
        systemCpuPercent,
        memoryUsedBytes,
        memoryTotalBytes,
        temperatureCelsius,
        flashBytesWritten,
        dropped,
        board);
  }
}
