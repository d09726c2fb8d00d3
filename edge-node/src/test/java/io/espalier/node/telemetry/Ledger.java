package io.espalier.node.telemetry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a controller has of one node's telemetry. */
final class Ledger {
  private final Map<Long, Set<Long>> stored = new HashMap<>();
  private final Map<Long, Set<Long>> gone = new HashMap<>();
  private final Map<Long, Long> marks = new HashMap<>();

  void store(TelemetryRecord record) {
    of(stored, record.epoch()).add(record.seq());
    if (record.kind() == TelemetryKind.DROPPED) {
      SeqRange range = TelemetryBuffer.rangeIn(record);
      of(stored, range.epoch());
      for (long seq = range.first(); seq <= range.last(); seq++) {
        of(gone, range.epoch()).add(seq);
      }
    }
  }

  boolean hasHeardOf(long epoch) {
    return stored.containsKey(epoch);
  }

  /** Up to which number every record is stored or gone. */
  long mark(long epoch) {
    long mark = marks.getOrDefault(epoch, -1L);
    while (of(stored, epoch).contains(mark + 1) || of(gone, epoch).contains(mark + 1)) {
      mark++;
    }
    marks.put(epoch, mark);
    return mark;
  }

  /** Records that are gone. */
  long dropped(long epoch) {
    return of(gone, epoch).stream().filter(seq -> !of(stored, epoch).contains(seq)).count();
  }

  private static Set<Long> of(Map<Long, Set<Long>> all, long epoch) {
    return all.computeIfAbsent(epoch, e -> new HashSet<>());
  }
}
