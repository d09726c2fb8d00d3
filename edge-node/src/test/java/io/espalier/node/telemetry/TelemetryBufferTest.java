package io.espalier.node.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.disk.FlashMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryBufferTest {
  private static final int ROOM = 128 << 10;

  private @TempDir Path directory;

  @Test
  void next_givesRecordsInTheirOrder_numberedFromZero() {
    TelemetryBuffer buffer = inMemory(7, ROOM);
    add(buffer, 3);

    assertThat(drain(buffer)).extracting(TelemetryRecord::seq).containsExactly(0L, 1L, 2L);
    assertThat(buffer.next()).isNull();
  }

  @Test
  void rewind_givesAgainWhatIsNotAcknowledged() {
    TelemetryBuffer buffer = inMemory(7, ROOM);
    add(buffer, 5);
    drain(buffer);

    assertThat(buffer.acknowledge(7, 1)).isTrue();
    assertThat(buffer.acknowledge(7, 1)).isFalse();
    assertThat(buffer.acknowledge(7, 0)).isFalse();
    add(buffer, 1);
    buffer.rewind();

    assertThat(drain(buffer)).extracting(TelemetryRecord::seq).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void acknowledge_ignoresEpochsAndNumbersThatWereNeverGiven() {
    TelemetryBuffer buffer = inMemory(7, ROOM);
    add(buffer, 2);
    drain(buffer);

    assertThat(buffer.acknowledge(6, 100)).isFalse();
    assertThat(buffer.acknowledge(7, 100)).isTrue();
    add(buffer, 1);

    assertThat(drain(buffer)).extracting(TelemetryRecord::seq).containsExactly(2L);
  }

  @Test
  void next_waitsForAcknowledgements_whenManyAreUnderWay() {
    TelemetryBuffer buffer = inMemory(7, 1 << 20);
    add(buffer, 2_000);

    assertThat(drain(buffer)).hasSize(512);
    buffer.acknowledge(7, 99);
    assertThat(drain(buffer)).hasSize(100).first().extracting(TelemetryRecord::seq).isEqualTo(512L);
  }

  @Test
  void add_dropsTheOldest_andOneNoticeSaysWhich() {
    TelemetryBuffer buffer = inMemory(7, 16 << 10);
    add(buffer, 500);
    List<TelemetryRecord> kept = drainAcknowledging(buffer, 7);

    TelemetryRecord notice = kept.get(0);
    long firstKept = kept.get(1).seq();
    assertThat(notice.kind()).isEqualTo(TelemetryKind.DROPPED);
    assertThat(notice.seq()).isEqualTo(500);
    assertThat(text(notice)).contains("\"epoch\":7,\"first\":0,\"last\":" + (firstKept - 1));
    assertThat(kept.subList(1, kept.size()))
        .extracting(TelemetryRecord::seq)
        .containsExactlyElementsOf(LongStream.range(firstKept, 500).boxed().toList());
    assertThat(buffer.dropped()).isEqualTo(firstKept).isBetween(300L, 480L);
    assertThat(buffer.inMemory()).isZero();
  }

  @Test
  void aNoticeThatIsDroppedItself_isToldAgain() {
    TelemetryBuffer buffer = inMemory(7, 16 << 10);
    add(buffer, 500);
    drain(buffer);
    add(buffer, 500);

    Ledger controller = new Ledger();
    drainAcknowledging(buffer, 7).forEach(controller::store);

    assertThat(controller.mark(7))
        .isEqualTo(buffer.add(TelemetryKind.SYSTEM, seq -> body(7, seq)) - 1);
  }

  @Test
  void spill_bringsRecordsThroughARestart_andTheirEpochWithThem() throws IOException {
    TelemetryBuffer before = onDisk(7, 1 << 20);
    add(before, 300);
    drain(before);
    before.acknowledge(7, 9);
    before.spill();

    TelemetryBuffer after = onDisk(8, 1 << 20);
    add(after, 2);
    List<TelemetryRecord> found = drain(after);

    assertThat(found).hasSize(292);
    assertThat(found.subList(0, 290)).allMatch(record -> record.epoch() == 7);
    assertThat(found.get(0).seq()).isEqualTo(10);
    assertThat(text(found.get(0))).isEqualTo(new String(body(7, 10), UTF_8));
    assertThat(found.get(290).epoch()).isEqualTo(8);
    after.acknowledge(7, 299);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatWasLostWithThePower_isToldOnceTheOtherEndWaitsForIt() throws IOException {
    TelemetryBuffer before = onDisk(7, 1 << 20);
    add(before, 50);
    drain(before);
    before.acknowledge(7, 49);
    add(before, 10);
    before.spill();

    TelemetryBuffer after = onDisk(8, 1 << 20);
    assertThat(drain(after)).hasSize(10);
    // The other end has lost its own records of this node.
    after.acknowledge(7, -1);
    after.acknowledge(7, -1);

    assertThat(drain(after))
        .singleElement()
        .satisfies(
            notice -> assertThat(text(notice)).contains("\"epoch\":7,\"first\":0,\"last\":49"));
    assertThat(after.dropped()).isZero();
  }

  @Test
  void aBacklogThatIsFull_losesItsOldest_andSaysSo() throws IOException {
    TelemetryBuffer buffer = onDisk(7, 64 << 10);
    add(buffer, 40_000);
    Ledger controller = new Ledger();

    drainAcknowledging(buffer, 7).forEach(controller::store);

    assertThat(buffer.dropped()).isBetween(10_000L, 39_000L);
    assertThat(controller.mark(7)).isGreaterThanOrEqualTo(40_000);
    assertThat(controller.dropped(7)).isEqualTo(buffer.dropped());
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aBacklogThatCannotBeWritten_isDoneWithout() throws IOException {
    SegmentBacklog backlog =
        SegmentBacklog.open(directory.resolve("t"), 7, 1 << 20, new FlashMeter());
    TelemetryBuffer buffer = new TelemetryBuffer(7, ROOM, TelemetryBufferTest::notice, backlog);
    Files.delete(directory.resolve("t"));
    add(buffer, 5_000);
    Ledger controller = new Ledger();

    drainAcknowledging(buffer, 7).forEach(controller::store);

    assertThat(controller.mark(7)).isGreaterThanOrEqualTo(5_000);
    assertThat(controller.dropped(7)).isEqualTo(buffer.dropped()).isPositive();
  }

  /** Adds, sends, loses, acknowledges, breaks off and starts again, in any order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyRecord_isStoredOrToldToBeGone_whateverHappens(long seed) throws IOException {
    Random random = new Random(seed);
    Ledger controller = new Ledger();
    long epoch = 1;
    TelemetryBuffer buffer = onDisk(epoch, 48 << 10);
    for (int step = 0; step < 1_000; step++) {
      int what = random.nextInt(100);
      if (what < 45) {
        add(buffer, epoch, random.nextInt(60));
      } else if (what < 70) {
        for (int i = random.nextInt(400); i > 0; i--) {
          TelemetryRecord record = buffer.next();
          if (record != null && random.nextInt(10) > 0) {
            controller.store(record);
          }
        }
      } else if (what < 85) {
        acknowledgeAll(buffer, controller, epoch);
      } else if (what < 95) {
        buffer.rewind();
      } else if (what < 98) {
        buffer.spill();
      } else {
        if (random.nextBoolean()) {
          buffer.spill();
        }
        epoch++;
        buffer = onDisk(epoch, 48 << 10);
      }
    }
    for (int i = 0; i < 300; i++) {
      buffer.rewind();
      drain(buffer).forEach(controller::store);
      acknowledgeAll(buffer, controller, epoch);
    }

    assertThat(buffer.inMemory()).isZero();
    assertThat(directory).isEmptyDirectory();
    assertThat(controller.mark(epoch))
        .isEqualTo(buffer.add(TelemetryKind.SYSTEM, seq -> body(1, seq)) - 1);
  }

  private static void acknowledgeAll(TelemetryBuffer buffer, Ledger controller, long epoch) {
    for (long each = 1; each <= epoch; each++) {
      if (controller.hasHeardOf(each)) {
        buffer.acknowledge(each, controller.mark(each));
      }
    }
  }

  private static List<TelemetryRecord> drain(TelemetryBuffer buffer) {
    List<TelemetryRecord> all = new ArrayList<>();
    for (TelemetryRecord next = buffer.next(); next != null; next = buffer.next()) {
      all.add(next);
    }
    return all;
  }

  private static List<TelemetryRecord> drainAcknowledging(TelemetryBuffer buffer, long epoch) {
    Ledger controller = new Ledger();
    List<TelemetryRecord> all = new ArrayList<>();
    List<TelemetryRecord> some = drain(buffer);
    while (!some.isEmpty()) {
      all.addAll(some);
      some.forEach(controller::store);
      buffer.acknowledge(epoch, controller.mark(epoch));
      some = drain(buffer);
    }
    return all;
  }

  private static TelemetryBuffer inMemory(long epoch, int bytes) {
    return new TelemetryBuffer(epoch, bytes, TelemetryBufferTest::notice);
  }

  private TelemetryBuffer onDisk(long epoch, long limit) throws IOException {
    SegmentBacklog backlog = SegmentBacklog.open(directory, epoch, limit, new FlashMeter());
    return new TelemetryBuffer(epoch, ROOM, TelemetryBufferTest::notice, backlog);
  }

  private static void add(TelemetryBuffer buffer, int count) {
    add(buffer, 7, count);
  }

  private static void add(TelemetryBuffer buffer, long epoch, int count) {
    for (int i = 0; i < count; i++) {
      buffer.add(TelemetryKind.SYSTEM, seq -> body(epoch, seq));
    }
  }

  private static byte[] notice(long seq, long epoch, long first, long last) {
    return """
        {"stamp":{"schema":1,"epoch":0,"seq":%d,"at":"1970-01-01T00:00:00Z","clockSynchronised":false},\
        "node":"n","epoch":%d,"first":%d,"last":%d}"""
        .formatted(seq, epoch, first, last)
        .getBytes(UTF_8);
  }

  /** Numbers that no compressor can do away with. */
  private static byte[] body(long epoch, long seq) {
    Random random = new Random(epoch * 1_000_003 + seq);
    return "%d/%d %x".formatted(epoch, seq, random.nextLong()).getBytes(UTF_8);
  }

  private static String text(TelemetryRecord record) {
    return new String(record.payload(), UTF_8);
  }
}
