package io.espalier.node.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.node.disk.FlashMeter;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.TelemetryAck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On virtual time: a day passes in a moment. */
@SuppressWarnings("NullAway.Init") // Set up before each test.
class TelemetryScheduleTest {
  private static final NodeId NODE = new NodeId("pi-07");
  private static final int TICK_SECONDS = 5;
  private static final int DAY_SECONDS = 24 * 60 * 60;

  private @TempDir Path directory;
  private final FlashMeter flash = new FlashMeter();
  private final Broker broker = new Broker();
  private final Ledger controller = new Ledger();
  private final Random random = new Random(3);
  private long seconds;
  private TelemetryBuffer buffer;
  private TelemetrySchedule schedule;

  @BeforeEach
  void start() throws IOException {
    start(1, 16 << 20);
  }

  @Test
  void records_goOutInTheirOrder_atOnceWhileConnected() {
    broker.connected = true;
    sample(3);

    assertThat(broker.seqs()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void records_areSentAgain_after30sWithoutProgress_andThenLessOften() {
    broker.connected = true;
    sample(2);
    broker.sent.clear();

    pass(29);
    assertThat(broker.sent).isEmpty();
    pass(6);
    assertThat(broker.seqs()).containsExactly(0L, 1L);
    pass(DAY_SECONDS);
    // At most every eight minutes.
    assertThat(broker.sent).hasSizeBetween(2 * 170, 2 * 190);
  }

  @Test
  void records_areSentAgainAtOnce_onANewConnection() {
    broker.connected = true;
    sample(3);
    acknowledge(0);
    broker.sent.clear();

    schedule.connected();

    assertThat(broker.seqs()).containsExactly(1L, 2L);
  }

  @Test
  void records_thatAreAcknowledged_areNeverSentAgain() {
    broker.connected = true;
    sample(3);
    acknowledge(2);
    broker.sent.clear();

    pass(DAY_SECONDS);
    schedule.connected();

    assertThat(broker.sent).isEmpty();
  }

  @Test
  void records_areSentAgain_whenOnlyLaterOnesAreStored_andLessOftenEachTime() {
    broker.connected = true;
    sample(2);
    acknowledge(-1);
    pass(4);
    acknowledge(-1);
    broker.sent.clear();

    pass(2);
    acknowledge(-1);
    assertThat(broker.seqs()).containsExactly(0L, 1L);
    pass(6);
    acknowledge(-1);
    assertThat(broker.sent).hasSize(2);
    pass(5);
    acknowledge(-1);
    assertThat(broker.sent).hasSize(4);
    acknowledge(0);
    pass(6);
    acknowledge(0);
    assertThat(broker.seqs()).endsWith(1L, 1L);
  }

  @Test
  void aSlowBroker_getsFewRecordsAtATime() {
    broker.connected = true;
    broker.slow = true;
    sample(40);

    assertThat(broker.seqs()).containsExactlyElementsOf(LongStream.range(0, 16).boxed().toList());
    broker.arrive(10);
    assertThat(broker.sent).hasSize(26);
  }

  @Test
  void anOnlineDay_writesNothing() {
    broker.connected = true;
    for (int i = 0; i < DAY_SECONDS; i += 10) {
      sample(1);
      pass(10);
      controllerStoresAndAcknowledges();
    }

    assertThat(controller.mark(1)).isEqualTo(8_639);
    assertThat(flash.bytes()).isZero();
  }

  @Test
  void anOfflineDay_writesLessThanAMegabyte_andLosesNothing() throws IOException {
    for (int i = 0; i < DAY_SECONDS; i += 10) {
      sample(1);
      pass(10);
    }
    long written = flash.bytes();
    System.out.printf(
        "offline day at a sample every 10 s: %,d bytes of samples, %,d written%n",
        8_640L * message(0).length, written);
    assertThat(written).isEqualTo(bytesOnDisk()).isBetween(100_000L, 1_000_000L);
    assertThat(buffer.inMemory()).isLessThanOrEqualTo(61);

    broker.connected = true;
    schedule.connected();
    for (int i = 0; i < 100; i++) {
      pass(5);
      controllerStoresAndAcknowledges();
    }

    assertThat(controller.mark(1)).isEqualTo(8_639);
    assertThat(broker.seqs()).isSorted();
    assertThat(directory).isEmptyDirectory();
    assertThat(flash.bytes()).isEqualTo(written);
  }

  @Test
  void anOfflineYear_staysWithinItsRoom_andTellsWhatIsGone() throws IOException {
    start(1, 1 << 20);
    for (int day = 0; day < 365; day++) {
      sample(200);
      pass(700);
    }
    assertThat(bytesOnDisk()).isLessThanOrEqualTo(1 << 20);

    broker.connected = true;
    schedule.connected();
    for (int i = 0; i < 1_000; i++) {
      pass(5);
      controllerStoresAndAcknowledges();
    }

    assertThat(controller.mark(1)).isGreaterThanOrEqualTo(72_999);
    assertThat(controller.dropped(1)).isEqualTo(buffer.dropped()).isPositive();
  }

  @Test
  void aControllerThatIsAway_costsNoRecord_andLittleTraffic() {
    broker.connected = true;
    for (int i = 0; i < DAY_SECONDS; i += 10) {
      sample(1);
      pass(10);
      broker.sent.clear();
    }
    assertThat(flash.bytes()).isBetween(1L, 1_000_000L);
    for (int i = 0; i < 1_000; i++) {
      pass(5);
      controllerStoresAndAcknowledges();
    }

    assertThat(controller.mark(1)).isEqualTo(8_639);
  }

  @Test
  void aPowerCut_costsAtMostTenMinutes_ofWhatNobodyTook() throws IOException {
    for (int i = 0; i < 3_600; i += 10) {
      sample(1);
      pass(10);
    }
    start(2, 16 << 20);
    broker.connected = true;
    schedule.connected();
    controllerStoresAndAcknowledges();

    assertThat(controller.mark(1)).isBetween(299L, 359L);
  }

  private void start(long epoch, long limit) throws IOException {
    SegmentBacklog backlog = SegmentBacklog.open(directory, epoch, limit, flash);
    TelemetryBuffer.Notice notice =
        (seq, of, first, last) ->
            """
            {"stamp":{"schema":1,"epoch":1,"seq":%d,"at":"1970-01-01T00:00:00Z",\
            "clockSynchronised":false},"node":"n","epoch":%d,"first":%d,"last":%d}"""
                .formatted(seq, of, first, last)
                .getBytes(UTF_8);
    buffer = new TelemetryBuffer(epoch, 256 << 10, notice, backlog);
    schedule = new TelemetrySchedule(buffer, broker, Runnable::run, () -> seconds * 1_000_000_000L);
  }

  private void sample(int count) {
    for (int i = 0; i < count; i++) {
      buffer.add(TelemetryKind.SYSTEM, this::message);
      schedule.added();
    }
  }

  /** As much like a real one as matters to a compressor. */
  private byte[] message(long seq) {
    Instant at = Instant.ofEpochSecond(1_795_000_000 + seconds, random.nextInt(1_000_000) * 1_000L);
    return MessageCodec.encode(
        new SystemSample(
            new Stamp(Stamp.SCHEMA, 1_795_000_000, seq, at, true),
            NODE,
            random.nextInt(100) / 10.0,
            71_303_168 + 4_096L * random.nextInt(1_000),
            random.nextInt(1_000) / 10.0,
            812_646_400 + 4_096L * random.nextInt(10_000),
            3_977_658_368L,
            (500 + random.nextInt(80)) / 10.0,
            flash.bytes(),
            0L));
  }

  private void pass(int duration) {
    long end = seconds + duration;
    while (seconds + TICK_SECONDS <= end) {
      seconds += TICK_SECONDS;
      schedule.tick();
    }
    seconds = end;
  }

  private void controllerStoresAndAcknowledges() {
    broker.sent.subList(broker.taken, broker.sent.size()).forEach(controller::store);
    broker.taken = broker.sent.size();
    acknowledge(controller.mark(1));
  }

  private void acknowledge(long upTo) {
    schedule.acknowledged(
        new TelemetryAck(TelemetryAck.SCHEMA, NODE, List.of(new TelemetryAck.Mark(1, upTo))));
  }

  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static final class Broker implements TelemetryPublisher {
    private final List<TelemetryRecord> sent = new ArrayList<>();
    private final List<CompletableFuture<Void>> pending = new ArrayList<>();
    private boolean connected;
    private boolean slow;
    private int taken;

    List<Long> seqs() {
      return sent.stream().map(TelemetryRecord::seq).toList();
    }

    void arrive(int count) {
      for (int i = 0; i < count; i++) {
        pending.remove(0).complete(null);
      }
    }

    @Override
    public boolean isConnected() {
      return connected;
    }

    @Override
    public CompletableFuture<Void> publish(TelemetryRecord record) {
      sent.add(record);
      CompletableFuture<Void> arrived = new CompletableFuture<>();
      if (slow) {
        pending.add(arrived);
      } else {
        arrived.complete(null);
      }
      return arrived;
    }
  }
}
