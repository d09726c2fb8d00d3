package io.espalier.controller.rehearsal;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** What happens when, in a time that passes only when something happens. */
final class Agenda {
  private record Entry(long at, long order, Runnable what) {}

  private final Queue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
  private long now;
  private long order;

  long now() {
    return now;
  }

  void in(long millis, Runnable what) {
    entries.add(new Entry(now + Math.max(0, millis), order++, what));
  }

  /** Lets everything happen up to a moment. */
  void runUntil(long end) {
    while (!entries.isEmpty() && entries.element().at() <= end) {
      Entry next = entries.remove();
      now = next.at();
      next.what().run();
    }
    now = end;
  }
}
