package io.espalier.node.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.disk.FlashMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentBacklogTest {
  private @TempDir Path directory;

  @Test
  void aFileThatWasTornAnywhere_keepsTheRunsBeforeTheTear() throws IOException {
    SegmentBacklog backlog = open(new FlashMeter());
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      backlog.append(run(10L * i, 10));
      ends.add((int) Files.size(file()));
    }
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file(directory), Arrays.copyOf(whole, length));
      int cut = length;
      long expected = ends.stream().filter(end -> end <= cut).count();

      assertThat(all(open(new FlashMeter()))).hasSize((int) expected * 10);
    }
  }

  @Test
  void aFileThatWasGarbledAnywhere_givesNothingWrong() throws IOException {
    SegmentBacklog backlog = open(new FlashMeter());
    for (int i = 0; i < 3; i++) {
      backlog.append(run(10L * i, 10));
    }
    byte[] whole = Files.readAllBytes(file());
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      byte[] garbled = whole.clone();
      garbled[random.nextInt(garbled.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file(directory), garbled);

      assertThat(all(open(new FlashMeter())))
          .hasSizeLessThan(30)
          .allSatisfy(r -> assertThat(r.payload()).isEqualTo(body(r.seq())));
    }
  }

  @Test
  void aRunThatIsGarbledLater_isLeftOut() throws IOException {
    SegmentBacklog backlog = open(new FlashMeter());
    backlog.append(run(0, 10));
    long end = Files.size(file());
    backlog.append(run(10, 10));
    byte[] garbled = Files.readAllBytes(file());
    garbled[(int) end - 1] ^= 1;
    Files.write(file(), garbled);

    assertThat(all(backlog)).hasSize(10).first().extracting(TelemetryRecord::seq).isEqualTo(10L);
  }

  @Test
  void records_thatAreLikeEachOther_takeLittleRoom_andEveryByteIsCounted() throws IOException {
    FlashMeter flash = new FlashMeter();
    SegmentBacklog backlog = open(flash);
    List<TelemetryRecord> run = run(0, 100);
    int payload = run.stream().mapToInt(r -> r.payload().length).sum();

    backlog.append(run);

    assertThat(flash.bytes()).isEqualTo(Files.size(file())).isLessThan(payload / 5);
  }

  @Test
  void holds_andFirst_goByWhatIsThere() throws IOException {
    SegmentBacklog backlog = open(new FlashMeter());
    backlog.append(run(10, 5));

    assertThat(backlog.holds(1, 9)).isFalse();
    assertThat(backlog.holds(1, 10)).isTrue();
    assertThat(backlog.holds(1, 14)).isTrue();
    assertThat(backlog.holds(1, 15)).isFalse();
    assertThat(backlog.holds(2, 10)).isFalse();
    assertThat(backlog.first(1)).isEqualTo(10);
    assertThat(backlog.first(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(backlog.after(1, 14)).isEmpty();
    assertThat(backlog.after(1, 13)).hasSize(5);
  }

  private SegmentBacklog open(FlashMeter flash) throws IOException {
    return SegmentBacklog.open(directory, 2, 1 << 20, flash);
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static Path file(Path directory) {
    return directory.resolve("000000000000.segment");
  }

  private static List<TelemetryRecord> all(SegmentBacklog backlog) {
    List<TelemetryRecord> all = new ArrayList<>();
    List<TelemetryRecord> some = backlog.after(Long.MIN_VALUE, Long.MIN_VALUE);
    while (!some.isEmpty()) {
      all.addAll(some);
      TelemetryRecord last = some.get(some.size() - 1);
      some = backlog.after(last.epoch(), last.seq());
    }
    return all;
  }

  private static List<TelemetryRecord> run(long first, int count) {
    List<TelemetryRecord> run = new ArrayList<>();
    for (long seq = first; seq < first + count; seq++) {
      run.add(new TelemetryRecord(1, seq, TelemetryKind.SYSTEM, body(seq)));
    }
    return run;
  }

  private static byte[] body(long seq) {
    return "{\"stamp\":{\"schema\":1,\"epoch\":1,\"seq\":%d},\"processCpuPercent\":%d}"
        .formatted(seq, seq % 7)
        .getBytes(UTF_8);
  }
}
