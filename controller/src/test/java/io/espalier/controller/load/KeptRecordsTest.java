package io.espalier.controller.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.telemetry.SystemSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeptRecordsTest {
  private static final Instant ORIGIN = Instant.parse("2026-11-28T10:00:00Z");

  private final KeptRecords records = new KeptRecords(new NodeId("load-1"), "t");
  private final AckTimes times = new AckTimes();

  @Test
  void records_areNumberedWithoutGaps_andSayWhenTheyWereMade() throws Exception {
    for (int i = 0; i < 200; i++) {
      records.make(seconds(i));
    }
    for (int i = 0; i < 200; i++) {
      SystemSample sample = MessageCodec.decode(records.next(ORIGIN, 0), SystemSample.class);
      assertThat(sample.stamp().seq()).isEqualTo(i);
      assertThat(sample.stamp().at()).isEqualTo(ORIGIN.plusSeconds(i));
    }
    assertThat(records.hasNext()).isFalse();
  }

  @Test
  void record_isKeptUntilItIsAcknowledged_andTimed() {
    records.make(seconds(1));
    records.make(seconds(2));
    send();
    assertThat(records.oldest(seconds(9))).isEqualTo(seconds(1));
    assertThat(records.acknowledged(0, seconds(3), times)).isFalse();
    assertThat(records.oldest(seconds(9))).isEqualTo(seconds(2));
    assertThat(records.acknowledged(1, seconds(3), times)).isFalse();
    assertThat(records.oldest(seconds(9))).isEqualTo(seconds(9));
    assertThat(times.total()).isEqualTo(2);
    assertThat(times.quantile(0.5)).isEqualTo(1_000);
    assertThat(times.quantile(1)).isEqualTo(2_000);
  }

  @Test
  void hole_isSentAgainAfter5s_andLessOftenThen() {
    records.make(seconds(0));
    records.make(seconds(0));
    send();
    assertThat(records.acknowledged(-1, seconds(4), times)).isFalse();
    assertThat(records.acknowledged(-1, seconds(5), times)).isTrue();
    assertThat(send()).isEqualTo(List.of(0L, 1L));
    assertThat(records.acknowledged(-1, seconds(14), times)).isFalse();
    assertThat(records.acknowledged(-1, seconds(15), times)).isTrue();
  }

  @Test
  void silence_isBrokenAfter30s() {
    records.make(seconds(0));
    send();
    assertThat(records.isOverdue(seconds(29))).isFalse();
    assertThat(records.isOverdue(seconds(30))).isTrue();
    assertThat(records.hasNext()).isTrue();
    assertThat(records.isOverdue(seconds(89))).isFalse();
    assertThat(records.isOverdue(seconds(90))).isTrue();
  }

  private List<Long> send() {
    List<Long> sent = new ArrayList<>();
    while (records.hasNext()) {
      try {
        byte[] record = records.next(ORIGIN, 0);
        sent.add(MessageCodec.decode(record, SystemSample.class).stamp().seq());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return sent;
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
