package io.espalier.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.store.TelemetryStore.Mark;
import io.espalier.controller.telemetry.IngestMarks.NodeEpoch;
import io.espalier.controller.telemetry.IngestMarks.Verdict;
import io.espalier.shared.fleet.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestMarksTest {
  private static final NodeId NODE = new NodeId("pi-1");
  private static final long EPOCH = 7;

  private final Map<Long, Mark> stored = new HashMap<>();
  private final IngestMarks marks = marks();

  @Test
  void recordsInOrder_moveTheMark() {
    assertThat(marks.take(NODE, EPOCH, 0)).isEqualTo(Verdict.NEW);
    assertThat(marks.take(NODE, EPOCH, 1)).isEqualTo(Verdict.NEW);
    assertThat(mark()).isEqualTo(new Mark("pi-1", EPOCH, 1, "", 0));
  }

  @Test
  void recordAfterAHole_doesNotMoveTheMarkUntilTheHoleIsFilled() {
    marks.take(NODE, EPOCH, 0);
    marks.take(NODE, EPOCH, 2);
    assertThat(mark()).isEqualTo(new Mark("pi-1", EPOCH, 0, "2-2", 0));
    marks.take(NODE, EPOCH, 1);
    assertThat(mark()).isEqualTo(new Mark("pi-1", EPOCH, 2, "", 0));
  }

  @Test
  void recordThatCameBefore_isADuplicate() {
    marks.take(NODE, EPOCH, 0);
    marks.take(NODE, EPOCH, 5);
    assertThat(marks.take(NODE, EPOCH, 0)).isEqualTo(Verdict.DUPLICATE);
    assertThat(marks.take(NODE, EPOCH, 5)).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void recordsThatTheNodeDropped_areNotWaitedForAndCountedOnce() {
    marks.take(NODE, EPOCH, 2);
    marks.take(NODE, EPOCH, 6);
    marks.drop(NODE, EPOCH, 0, 4);
    marks.drop(NODE, EPOCH, 0, 4);
    assertThat(mark()).isEqualTo(new Mark("pi-1", EPOCH, 4, "6-6", 4));
    assertThat(marks.dropped()).isEqualTo(4);
  }

  @Test
  void holeThatTheNodeNoLongerHas_isGivenUpOnceItHasComeBackOftenEnoughWithoutIt() {
    for (int times = 0; times < EpochMark.PATIENCE; times++) {
      marks.take(NODE, EPOCH, 500);
    }
    assertThat(mark().upTo()).isEqualTo(-1);
    marks.take(NODE, EPOCH, 500);
    assertThat(mark()).isEqualTo(new Mark("pi-1", EPOCH, 500, "", 500));
  }

  @Test
  void epochs_areCountedApart() {
    marks.take(NODE, 1, 0);
    assertThat(marks.take(NODE, 2, 0)).isEqualTo(Verdict.NEW);
  }

  @Test
  void nodeThatLeavesTooManyHoles_isNotTakenFurther() {
    for (int hole = 0; hole < EpochMark.MOST_RANGES; hole++) {
      assertThat(marks.take(NODE, EPOCH, 2L * hole + 1)).isEqualTo(Verdict.NEW);
    }
    assertThat(marks.take(NODE, EPOCH, 1_000_000)).isEqualTo(Verdict.TOO_FAR);
    assertThat(marks.take(NODE, EPOCH, 0)).isEqualTo(Verdict.NEW);
    assertThat(marks.take(NODE, EPOCH, 1_000_000)).isEqualTo(Verdict.NEW);
  }

  /** A network that reorders, repeats and loses; a store that forgets what was not committed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheNetworkDoes_everyRecordIsStoredOnceAndTheMarkIsExact(long seed) {
    Random random = new Random(seed);
    int records = 60 + random.nextInt(200);
    Set<Long> kept = new HashSet<>();
    Set<Long> gone = new HashSet<>();
    long acknowledged = -1;
    IngestMarks ingest = marks();
    for (int round = 0; acknowledged < records - 1; round++) {
      assertThat(round).as("rounds, seed %d", seed).isLessThan(200);
      for (long seq : sent(acknowledged + 1, records, random)) {
        if (random.nextInt(40) == 0) {
          long last = Math.min(records - 1, seq + random.nextInt(4));
          ingest.drop(NODE, EPOCH, seq, last);
          for (long number = seq; number <= last; number++) {
            gone.add(number);
          }
        } else if (ingest.take(NODE, EPOCH, seq) == Verdict.NEW) {
          assertThat(kept.add(seq)).as("record %d is new once, seed %d", seq, seed).isTrue();
        }
      }
      ingest.changed().forEach(mark -> stored.put(mark.epoch(), mark));
      ingest.settled();
      acknowledged = exactMark(Objects.requireNonNull(stored.get(EPOCH)), kept, gone, seed);
      if (random.nextInt(3) == 0) {
        ingest = marks(); // Killed after the commit.
      }
    }
  }

  private static long exactMark(Mark mark, Set<Long> kept, Set<Long> gone, long seed) {
    long expected = -1;
    while (kept.contains(expected + 1) || gone.contains(expected + 1)) {
      expected++;
    }
    assertThat(mark.upTo()).as("mark, seed %d", seed).isEqualTo(expected);
    return mark.upTo();
  }

  /** The oldest first, for it was never acknowledged; the rest in any order, lost or twice. */
  private static List<Long> sent(long from, long to, Random random) {
    List<Long> rest = new ArrayList<>();
    for (long seq = from + 1; seq < to; seq++) {
      int copies = random.nextInt(10) < 2 ? 0 : 1 + random.nextInt(5) / 4;
      for (int copy = 0; copy < copies; copy++) {
        rest.add(seq);
      }
    }
    Collections.shuffle(rest, random);
    rest.add(0, from);
    return rest;
  }

  private Mark mark() {
    List<Mark> changed = marks.changed();
    assertThat(changed).hasSize(1);
    return changed.get(0);
  }

  private IngestMarks marks() {
    IngestMarks marks = new IngestMarks();
    marks.begin(Set.of(new NodeEpoch(NODE, EPOCH)), stored.values());
    return marks;
  }
}
