package io.espalier.controller.telemetry;

import io.espalier.controller.link.Refusals;
import io.espalier.controller.link.Refusals.Kind;
import io.espalier.controller.store.StoreException;
import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.store.TelemetryStore.Mark;
import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.controller.telemetry.IngestMarks.NodeEpoch;
import io.espalier.controller.telemetry.IngestMarks.Verdict;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.telemetry.DroppedSamples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that are stored together. */
final class Batch {
  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

  private final IngestMarks marks;
  private final Refusals refusals;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<NodeEpoch, Integer> came = new LinkedHashMap<>();
  private int duplicates;
  private int refused;

  Batch(IngestMarks marks, Refusals refusals) {
    this.marks = marks;
    this.refusals = refusals;
  }

  /** Takes a message; one that is no telemetry of its node is logged, counted, and passed over. */
  void add(Incoming message) {
    NodeId node = message.node();
    Stamp stamp = message.stamp();
    if (message.complaint() != null) {
      refused++;
      refusals.refuse(Kind.TELEMETRY, message.topic(), message.complaint());
    }
    if (node == null || stamp == null) {
      return;
    }
    if (message.complaint() == null) {
      take(node, stamp, message);
    } else {
      // Nobody will ever send it better, so nobody shall wait for it.
      count(node, stamp.epoch(), 1);
      marks.drop(node, stamp.epoch(), stamp.seq(), stamp.seq());
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

  /** Those that are new. */
  List<Sample> samples() {
    return Collections.unmodifiableList(samples);
  }

  /** How many records are new. */
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

  private void take(NodeId node, Stamp stamp, Incoming message) {
    DroppedSamples dropped = message.dropped();
    if (dropped != null) {
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
              message.level(),
              stamp.at(),
              new String(message.payload(), StandardCharsets.UTF_8)));
    } else if (verdict == Verdict.DUPLICATE) {
      duplicates++;
    } else {
      LOG.warn("nodeId={} epoch={} leaves too many holes", node, stamp.epoch());
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

  private void count(NodeId node, long epoch, int records) {
    came.merge(new NodeEpoch(node, epoch), records, Integer::sum);
  }
}
