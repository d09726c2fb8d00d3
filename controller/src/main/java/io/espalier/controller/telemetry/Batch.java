package io.espalier.controller.telemetry;

import io.espalier.controller.store.StoreException;
import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.store.TelemetryStore.Mark;
import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.controller.telemetry.IngestMarks.NodeEpoch;
import io.espalier.controller.telemetry.IngestMarks.Verdict;
import io.espalier.controller.telemetry.TelemetryKind.Decoded;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.DroppedSamples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that are stored together. */
final class Batch {
  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
  private static final int MOST_BYTES = 64 << 10;

  /** Exact in every JSON reader, and far from where additions overflow. */
  private static final long HIGHEST_NUMBER = 1L << 53;

  private final Topics topics;
  private final IngestMarks marks;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<NodeEpoch, Integer> came = new LinkedHashMap<>();
  private int duplicates;
  private int refused;

  /** The part of every record that says which it is; the rest may be anything. */
  private record Numbered(Stamp stamp) {}

  Batch(Topics topics, IngestMarks marks) {
    this.topics = topics;
    this.marks = marks;
  }

  /** Takes a message; one that is no telemetry of its node is logged, counted, and passed over. */
  void add(InboundMessage message) {
    try {
      NodeId node = topics.nodeOf(message.topic());
      try {
        add(node, topics.telemetryKind(message.topic()), message.payload());
      } catch (MalformedMessageException | IllegalArgumentException e) {
        refuse(message, e);
        passOver(node, message.payload());
      }
    } catch (IllegalArgumentException e) {
      refuse(message, e);
    }
  }

  /**
   * Stores all of it.
   *
   * @return the marks that are right now
   * @throws StoreException if the store failed; nothing is lost and it can be tried again
   */
  List<Mark> store(TelemetryStore store) {
    List<Mark> changed = marks.changed();
    try {
      store.save(samples, changed);
    } catch (StoreException e) {
      if (!e.isOfData()) {
        throw e;
      }
      storeOneByOne(store);
      store.save(List.of(), changed);
    }
    marks.settled();
    return changed;
  }

  /** Records that are new. */
  int stored() {
    return samples.size();
  }

  /** Records that were stored before. */
  int duplicates() {
    return duplicates;
  }

  /** Messages that are no telemetry of their node. */
  int refused() {
    return refused;
  }

  /** How many records of each epoch came, whatever became of them. */
  Map<NodeEpoch, Integer> came() {
    return came;
  }

  private void add(NodeId node, String level, byte[] payload) throws MalformedMessageException {
    TelemetryKind kind = TelemetryKind.of(level);
    if (kind == null) {
      throw new IllegalArgumentException("telemetry: expected a known kind, found '" + level + "'");
    }
    if (payload.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "telemetry: expected at most %d bytes, found %d".formatted(MOST_BYTES, payload.length));
    }
    Decoded record = kind.decode(payload);
    if (!record.node().equals(node)) {
      throw new IllegalArgumentException("node " + record.node() + " speaks on another's topic");
    }
    Stamp stamp = record.stamp();
    requireInRange(stamp.seq());
    DroppedSamples dropped = record.dropped();
    if (dropped != null) {
      requireInRange(dropped.last());
      count(node, dropped.epoch(), 0);
      marks.drop(node, dropped.epoch(), dropped.first(), dropped.last());
    }
    count(node, stamp.epoch(), 1);
    Verdict verdict = marks.take(node, stamp.epoch(), stamp.seq());
    if (verdict == Verdict.NEW) {
      samples.add(
          new Sample(
              node.value(),
              stamp.epoch(),
              stamp.seq(),
              kind.level(),
              stamp.at(),
              new String(payload, StandardCharsets.UTF_8)));
    } else if (verdict == Verdict.DUPLICATE) {
      duplicates++;
    } else {
      LOG.warn("nodeId={} epoch={} leaves too many holes", node, stamp.epoch());
    }
  }

  /** Nobody will ever send it better, so nobody shall wait for it. */
  private void passOver(NodeId node, byte[] payload) {
    try {
      Stamp stamp = MessageCodec.decode(payload, Numbered.class).stamp();
      if (stamp.seq() >= 0 && stamp.seq() <= HIGHEST_NUMBER) {
        count(node, stamp.epoch(), 1);
        marks.drop(node, stamp.epoch(), stamp.seq(), stamp.seq());
      }
    } catch (MalformedMessageException e) {
      // It does not even say which it is. What comes after it will be told to go on without.
    }
  }

  private void storeOneByOne(TelemetryStore store) {
    for (Sample sample : List.copyOf(samples)) {
      try {
        store.save(List.of(sample), List.of());
      } catch (StoreException e) {
        if (!e.isOfData()) {
          throw e;
        }
        samples.remove(sample);
        refused++;
        LOG.warn("nodeId={} seq={} refused: {}", sample.node(), sample.seq(), e.getMessage());
      }
    }
  }

  private void refuse(InboundMessage message, Exception why) {
    refused++;
    LOG.warn("topic={} refused: {}", message.topic(), why.getMessage());
  }

  private void count(NodeId node, long epoch, int records) {
    came.merge(new NodeEpoch(node, epoch), records, Integer::sum);
  }

  private static void requireInRange(long number) {
    if (number < 0 || number > HIGHEST_NUMBER) {
      throw new IllegalArgumentException(
          "number of a record: expected 0 to %d, found %d".formatted(HIGHEST_NUMBER, number));
    }
  }
}
