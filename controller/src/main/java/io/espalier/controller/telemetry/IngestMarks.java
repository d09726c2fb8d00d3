package io.espalier.controller.telemetry;

import io.espalier.controller.store.TelemetryStore.Mark;
import io.espalier.shared.fleet.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which records are new and how far all of an epoch is there, whatever comes late, twice,
 * in another order or not at all. Belongs to one thread; what it knows is right for the store once
 * {@link #changed()} is stored together with the records that it took.
 */
final class IngestMarks {
  /** A node that starts every minute and is away for a month has fewer in its buffer. */
  private static final int MOST_KEPT = 100_000;

  private final Map<NodeEpoch, EpochMark> marks = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<NodeEpoch> changed = new LinkedHashSet<>();
  private long dropped;

  /** Which records are counted together. */
  record NodeEpoch(NodeId node, long epoch) {}

  /** What becomes of a record. */
  enum Verdict {
    /** To be stored. */
    NEW,
    /** Stored before. */
    DUPLICATE,
    /** Neither stored nor acknowledged: the node leaves too many holes. */
    TOO_FAR
  }

  /**
   * Begins with what is stored now; others may have stored records of the same epochs.
   *
   * @param keys the epochs that records will be taken of
   * @param stored the marks of those that have one
   */
  void begin(Collection<NodeEpoch> keys, Collection<Mark> stored) {
    changed.clear();
    Map<NodeEpoch, Mark> byKey = new HashMap<>();
    stored.forEach(mark -> byKey.put(new NodeEpoch(new NodeId(mark.node()), mark.epoch()), mark));
    for (NodeEpoch key : keys) {
      Mark mark = byKey.get(key);
      EpochMark known = marks.get(key);
      EpochMark now =
          mark == null ? new EpochMark() : new EpochMark(mark.upTo(), mark.ahead(), mark.dropped());
      marks.put(key, known == null ? now : now.after(known));
    }
  }

  /** Takes a record. */
  Verdict take(NodeId node, long epoch, long seq) {
    EpochMark mark = mark(node, epoch);
    if (!mark.takes(seq)) {
      return Verdict.TOO_FAR;
    }
    if (mark.has(seq)) {
      dropped += mark.again(seq);
      return Verdict.DUPLICATE;
    }
    mark.add(seq);
    return Verdict.NEW;
  }

  /**
   * Takes word that records are gone.
   *
   * @param first the first of them, at most {@code last}
   */
  void drop(NodeId node, long epoch, long first, long last) {
    EpochMark mark = mark(node, epoch);
    if (mark.takes(first)) {
      dropped += mark.drop(first, last);
    }
  }

  /** How many records were found to be lost so far. */
  long dropped() {
    return dropped;
  }

  /** Every mark that a record came for since they were last settled. */
  List<Mark> changed() {
    List<Mark> all = new ArrayList<>(changed.size());
    for (NodeEpoch key : changed) {
      EpochMark mark = mark(key.node(), key.epoch());
      all.add(new Mark(key.node().value(), key.epoch(), mark.upTo(), mark.ahead(), mark.dropped()));
    }
    return all;
  }

  /** All of {@link #changed()} is stored. */
  void settled() {
    changed.clear();
    var oldest = marks.keySet().iterator();
    for (int excess = marks.size() - MOST_KEPT; excess > 0; excess--) {
      oldest.next();
      oldest.remove();
    }
  }

  private EpochMark mark(NodeId node, long epoch) {
    NodeEpoch key = new NodeEpoch(node, epoch);
    changed.add(key);
    return marks.computeIfAbsent(key, first -> new EpochMark());
  }
}
