package io.espalier.node.telemetry;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which records were told to be gone, as far as that still matters. */
final class ToldRanges {
  private final Map<Long, NavigableMap<Long, Long>> lastByFirst = new HashMap<>();

  void add(SeqRange range) {
    NavigableMap<Long, Long> ranges =
        lastByFirst.computeIfAbsent(range.epoch(), epoch -> new TreeMap<>());
    Map.Entry<Long, Long> before = ranges.floorEntry(range.first());
    if (before != null && before.getValue() >= range.first() - 1) {
      ranges.put(before.getKey(), Math.max(before.getValue(), range.last()));
    } else {
      ranges.put(range.first(), range.last());
    }
  }

  boolean covers(SeqRange range) {
    NavigableMap<Long, Long> ranges = lastByFirst.getOrDefault(range.epoch(), new TreeMap<>());
    long next = range.first();
    while (next <= range.last()) {
      Map.Entry<Long, Long> here = ranges.floorEntry(next);
      if (here == null || here.getValue() < next) {
        return false;
      }
      next = here.getValue() + 1;
    }
    return true;
  }

  /** Forgets what an epoch has up to a number. */
  void remove(long epoch, long upTo) {
    NavigableMap<Long, Long> ranges = lastByFirst.get(epoch);
    if (ranges != null) {
      ranges.headMap(upTo, true).values().removeIf(last -> last <= upTo);
      if (ranges.isEmpty()) {
        lastByFirst.remove(epoch);
      }
    }
  }
}
