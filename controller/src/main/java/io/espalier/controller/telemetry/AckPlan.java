package io.espalier.controller.telemetry;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.telemetry.TelemetryAck;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When which node is told what is stored: what is told later is told together. Belongs to one
 * thread.
 */
final class AckPlan {
  /** A node may wait this long for word of a record, in milliseconds. */
  static final long COALESCE_MILLIS = 2_000;

  /** A node that sent so much at once has a buffer to empty. */
  static final int BIG = 100;

  private final Map<NodeId, Pending> pending = new LinkedHashMap<>();

  private static final class Pending {
    final long since;
    final TreeMap<Long, Long> upTo = new TreeMap<>();
    int records;

    Pending(long since) {
      this.since = since;
    }
  }

  /**
   * Records of a node are stored.
   *
   * @param upTo the mark of their epoch
   * @param records how many came, the known ones too
   */
  void stored(NodeId node, long epoch, long upTo, int records, long nowMillis) {
    Pending of = pending.computeIfAbsent(node, first -> new Pending(nowMillis));
    of.records += records;
    if (upTo >= 0) {
      of.upTo.put(epoch, upTo);
    }
  }

  /** What is to be told now, the longest due first; at most so many. */
  List<TelemetryAck> due(long nowMillis, int most) {
    List<TelemetryAck> due = new ArrayList<>();
    Iterator<Map.Entry<NodeId, Pending>> nodes = pending.entrySet().iterator();
    while (nodes.hasNext() && due.size() < most) {
      Map.Entry<NodeId, Pending> node = nodes.next();
      Pending of = node.getValue();
      if (nowMillis - of.since < COALESCE_MILLIS && of.records < BIG) {
        continue;
      }
      nodes.remove();
      if (!of.upTo.isEmpty()) {
        due.add(
            new TelemetryAck(
                TelemetryAck.SCHEMA,
                node.getKey(),
                of.upTo.entrySet().stream()
                    .map(mark -> new TelemetryAck.Mark(mark.getKey(), mark.getValue()))
                    .toList()));
      }
    }
    return due;
  }
}
