package io.espalier.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.TelemetryAck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of a node whose model is asked all the time: a sample of the system and one of its
 * inferences every 10 s, one of drift every 5 minutes, one of accuracy every hour. The time is
 * virtual, the files are real.
 */
class FlashBudgetTest {
  private static final NodeId NODE = new NodeId("pi-07");
  private static final Digest MODEL = Digest.of(new byte[1]);
  private static final int DAY_SECONDS = 24 * 60 * 60;
  private static final int TICK_SECONDS = 5;
  private static final long BUDGET = 1_000_000;
  private static final long BLOCK = 4_096;

  private @TempDir Path directory;
  private final FlashMeter flash = new FlashMeter();
  private final AtomicBoolean connected = new AtomicBoolean();
  private final Random random = new Random(5);
  private long seconds;
  private long blockBytes;
  private long last;

  @Test
  void onlineDay_writesNothing() throws IOException {
    connected.set(true);
    live();
    assertThat(flash.bytes()).isZero();
    assertThat(bytesOnDisk()).isZero();
  }

  @Test
  void offlineDay_writesLessThanAMegabyte() throws IOException {
    live();
    System.out.printf(
        "offline day with inferences: %,d samples, %,d bytes written, %,d in blocks of 4 KiB%n",
        last + 1, flash.bytes(), blockBytes);
    assertThat(flash.bytes()).isEqualTo(bytesOnDisk()).isBetween(100_000L, BUDGET);
  }

  /** Every other hour without a connection: what is written is thrown away again. */
  @Test
  void dayOfABadLink_writesLessThanAMegabyte_andLeavesNothing() throws IOException {
    TelemetryBuffer buffer = buffer();
    TelemetrySchedule schedule = schedule(buffer);
    for (int hour = 0; hour < 24; hour++) {
      boolean isUp = hour % 2 == 1;
      connected.set(isUp);
      if (isUp) {
        schedule.connected();
      }
      pass(buffer, schedule, 60 * 60);
    }
    System.out.printf("day of a bad link: %,d bytes written%n", flash.bytes());
    assertThat(flash.bytes()).isBetween(50_000L, BUDGET);
    assertThat(buffer.inMemory()).isZero();
    assertThat(bytesOnDisk()).isZero();
  }

  private void live() throws IOException {
    TelemetryBuffer buffer = buffer();
    pass(buffer, schedule(buffer), DAY_SECONDS);
  }

  private void pass(TelemetryBuffer buffer, TelemetrySchedule schedule, int duration)
      throws IOException {
    for (long end = seconds + duration; seconds < end; seconds += TICK_SECONDS) {
      if (seconds % 10 == 0) {
        sample(buffer);
        schedule.added();
      }
      long before = bytesOnDisk();
      schedule.tick();
      long after = bytesOnDisk();
      if (after > before) {
        blockBytes += (after / BLOCK - before / BLOCK + 1) * BLOCK;
      }
      if (connected.get()) {
        schedule.acknowledged(
            new TelemetryAck(TelemetryAck.SCHEMA, NODE, List.of(new TelemetryAck.Mark(1, last))));
      }
    }
  }

  private void sample(TelemetryBuffer buffer) {
    last = buffer.add(TelemetryKind.SYSTEM, seq -> MessageCodec.encode(system(stamp(seq))));
    last = buffer.add(TelemetryKind.INFERENCE, seq -> MessageCodec.encode(inference(stamp(seq))));
    if (seconds % 300 == 0) {
      last = buffer.add(TelemetryKind.DRIFT, seq -> MessageCodec.encode(drift(stamp(seq))));
    }
    if (seconds % 3_600 == 0) {
      last =
          buffer.add(
              TelemetryKind.ACCURACY,
              seq ->
                  MessageCodec.encode(
                      AccuracySample.of(stamp(seq), NODE, MODEL, 480 + random.nextInt(10), 500)));
    }
  }

  private Stamp stamp(long seq) {
    Instant at = Instant.ofEpochSecond(1_795_000_000 + seconds, random.nextInt(1_000_000) * 1_000L);
    return new Stamp(Stamp.SCHEMA, 1, seq, at, true);
  }

  private SystemSample system(Stamp stamp) {
    return new SystemSample(
        stamp,
        NODE,
        random.nextDouble() * 100,
        71_303_168 + 4_096L * random.nextInt(1_000),
        random.nextDouble() * 100,
        812_646_400 + 4_096L * random.nextInt(10_000),
        3_977_658_368L,
        (500 + random.nextInt(80)) / 10.0,
        flash.bytes(),
        0L);
  }

  private InferenceSample inference(Stamp stamp) {
    double p50 = 20 + random.nextInt(64) / 8.0;
    return new InferenceSample(
        stamp, NODE, MODEL, new LatencySummary(p50, 1.2 * p50, 2 * p50, 90 + random.nextInt(20)));
  }

  private DriftSample drift(Stamp stamp) {
    return new DriftSample(
        stamp,
        NODE,
        MODEL,
        DriftSample.Statistic.RECONSTRUCTION_ERROR,
        3_000,
        random.nextDouble(),
        random.nextDouble() / 10);
  }

  private TelemetryBuffer buffer() throws IOException {
    return new TelemetryBuffer(
        1,
        256 << 10,
        (seq, epoch, first, end) -> {
          throw new AssertionError("nothing may be dropped");
        },
        SegmentBacklog.open(directory, 1, 16 << 20, flash));
  }

  private TelemetrySchedule schedule(TelemetryBuffer buffer) {
    return new TelemetrySchedule(
        buffer, new Broker(), Runnable::run, () -> seconds * 1_000_000_000L);
  }

  private long bytesOnDisk() throws IOException {
    long bytes = 0;
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private final class Broker implements TelemetryPublisher {
    @Override
    public boolean isConnected() {
      return connected.get();
    }

    @Override
    public CompletableFuture<Void> publish(TelemetryRecord record) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
