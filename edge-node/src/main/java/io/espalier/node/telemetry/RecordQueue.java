package io.espalier.node.telemetry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Records in their order, and how much memory they take. */
final class RecordQueue {
  private final Deque<TelemetryRecord> records = new ArrayDeque<>();
  private int bytes;

  void add(TelemetryRecord record) {
    records.add(record);
    bytes += record.cost();
  }

  void addAll(Collection<TelemetryRecord> more) {
    more.forEach(this::add);
  }

  @Nullable TelemetryRecord poll() {
    TelemetryRecord first = records.poll();
    if (first != null) {
      bytes -= first.cost();
    }
    return first;
  }

  /** Takes all that is in {@code other}, before all that is here. */
  void prepend(RecordQueue other) {
    List<TelemetryRecord> before = other.drain();
    for (int i = before.size() - 1; i >= 0; i--) {
      records.addFirst(before.get(i));
      bytes += before.get(i).cost();
    }
  }

  /** Takes everything out. */
  List<TelemetryRecord> drain() {
    List<TelemetryRecord> all = new ArrayList<>(records);
    records.clear();
    bytes = 0;
    return all;
  }

  /** Removes what an epoch has up to a number; whether there was any. */
  boolean remove(long epoch, long upTo) {
    int before = records.size();
    for (Iterator<TelemetryRecord> all = records.iterator(); all.hasNext(); ) {
      TelemetryRecord record = all.next();
      if (record.epoch() == epoch && record.seq() <= upTo) {
        all.remove();
        bytes -= record.cost();
      }
    }
    return records.size() < before;
  }

  /** The lowest number of an epoch, or {@link Long#MAX_VALUE}. */
  long first(long epoch) {
    long first = Long.MAX_VALUE;
    for (TelemetryRecord record : records) {
      if (record.epoch() == epoch) {
        first = Math.min(first, record.seq());
      }
    }
    return first;
  }

  boolean has(Predicate<TelemetryRecord> what) {
    return records.stream().anyMatch(what);
  }

  int size() {
    return records.size();
  }

  int bytes() {
    return bytes;
  }
}
