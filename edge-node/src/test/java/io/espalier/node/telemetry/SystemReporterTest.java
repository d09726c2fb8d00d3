package io.espalier.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.Throttling;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemReporterTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<SystemSample> samples = new ArrayList<>();

  @Test
  void report_tellsWhatWasUsedSinceTheSampleBefore() {
    BoardState board = new BoardState(600, 1_500, "ondemand", new Throttling(8), null);
    Deque<SystemCounters> readings =
        new ArrayDeque<>(
            List.of(
                new SystemCounters(0, 100, 1_000, 2_000, 1, 1, 9, null, null),
                new SystemCounters(2 * SECOND, 3_100, 1_300, 2_400, 7, 8, 9, 51.5, board)));
    Stamps stamps = new Stamps(4, InstantSource.system(), () -> true);
    SystemReporter reporter =
        new SystemReporter(
            new NodeId("n1"), stamps, readings::remove, new Samples(), () -> 12_288, () -> 3);
    reporter.report();
    SystemSample sample = samples.get(0);
    assertThat(sample.processCpuPercent()).isEqualTo(150);
    assertThat(sample.systemCpuPercent()).isEqualTo(75);
    assertThat(sample.rssBytes()).isEqualTo(7);
    assertThat(sample.memoryUsedBytes()).isEqualTo(8);
    assertThat(sample.memoryTotalBytes()).isEqualTo(9);
    assertThat(sample.temperatureCelsius()).isEqualTo(51.5);
    assertThat(sample.board()).isEqualTo(board);
    assertThat(sample.flashBytesWritten()).isEqualTo(12_288);
    assertThat(sample.dropped()).isEqualTo(3);
    assertThat(sample.stamp().epoch()).isEqualTo(4);
    assertThat(sample.stamp().clockSynchronised()).isTrue();
  }

  @Test
  void countersSince_isZeroWhenNoTimeHasPassed() {
    SystemCounters counters = new SystemCounters(5, 100, 10, 20, 1, 1, 9, null, null);
    assertThat(counters.processCpuPercentSince(counters)).isZero();
    assertThat(counters.systemCpuPercentSince(counters)).isZero();
  }

  @Test
  void next_numbersStampsFromZero() {
    Stamps stamps = new Stamps(1, InstantSource.system(), () -> false);
    assertThat(stamps.next().seq()).isZero();
    assertThat(stamps.next().seq()).isEqualTo(1);
  }

  @Test
  void read_seesThisProcessAndThisMachine() {
    SystemCounters counters = new SystemProbe().read();
    assertThat(counters.rssBytes()).isPositive();
    assertThat(counters.memoryUsedBytes()).isBetween(1L, counters.memoryTotalBytes());
    assertThat(counters.busyTicks()).isBetween(1L, counters.totalTicks());
  }

  @Test
  void read_isOfThatMomentHoweverShortTheInterval() {
    SystemProbe probe = new SystemProbe();
    SystemCounters before = probe.read();
    SystemCounters after = before;
    while (after.nanos() - before.nanos() < SECOND / 10) {
      after = probe.read();
    }
    // OSHI's ticks are milliseconds: a hundred of each core, give or take the kernel's own steps.
    assertThat(after.totalTicks() - before.totalTicks()).isGreaterThanOrEqualTo(50);
  }

  private final class Samples implements TelemetrySink {
    @Override
    public void offer(SystemSample sample) {
      samples.add(sample);
    }

    @Override
    public void offer(InferenceSample sample) {
      throw new AssertionError(sample);
    }

    @Override
    public void offer(DriftSample sample) {
      throw new AssertionError(sample);
    }

    @Override
    public void offer(AccuracySample sample) {
      throw new AssertionError(sample);
    }
  }
}
