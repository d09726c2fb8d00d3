package io.espalier.controller.http;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When to say that things changed: the first time at once, the next when a while has passed, and
 * the last change always.
 */
final class Pace<K> {
  private final long quietMillis;

  /** When each was last said, the longest ago first. */
  private final Map<K, Long> said = new LinkedHashMap<>();

  private final Set<K> waiting = new HashSet<>();

  Pace(long quietMillis) {
    this.quietMillis = quietMillis;
  }

  /** Whether to say now that something changed; otherwise it comes due later. */
  boolean changed(K key, long now) {
    Long before = said.get(key);
    if (before != null && now - before < quietMillis) {
      waiting.add(key);
      return false;
    }
    say(key, now);
    return true;
  }

  /** What is to be said now. */
  List<K> due(long now) {
    Set<K> over = new LinkedHashSet<>();
    for (Map.Entry<K, Long> one : said.entrySet()) {
      if (now - one.getValue() < quietMillis) {
        break;
      }
      over.add(one.getKey());
    }
    said.keySet().removeAll(over);
    List<K> due = over.stream().filter(waiting::remove).toList();
    due.forEach(key -> say(key, now));
    return due;
  }

  private void say(K key, long now) {
    waiting.remove(key);
    said.remove(key);
    said.put(key, now);
  }
}
