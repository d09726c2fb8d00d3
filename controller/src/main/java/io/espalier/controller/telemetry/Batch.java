package io.espalier.controller.telemetry;

import io.espalier.controller.link.Refusals;
import io.espalier.controller.link.Refusals.Kind;
import io.espalier.controller.store.StoreException;
import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.store.TelemetryStore.Change;
import io.espalier.controller.store.TelemetryStore.Epoch;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that are stored together. */
final class Batch {
  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

  private final IngestMarks marks;
  private final Refusals refusals;
  private final List<Incoming> messages = new ArrayList<>();
  private final Set<NodeEpoch> epochs = new LinkedHashSet<>();
  private final Map<NodeEpoch, Integer> came = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Set<Sample> unfit = new HashSet<>();
  private List<Mark> now = List.of();
  private long dropped;
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
    messages.add(message);
    count(node, stamp.epoch(), 1);
    if (message.dropped() != null) {
      count(node, message.dropped().epoch(), 0);
    }
  }

  /**
   * Stores all of it.
   *
   * @return the marks that are right now
   * @throws StoreException if the store failed; nothing is lost and it can be tried again
   */
  List<Mark> store(TelemetryStore store) {
    List<Epoch> keys =
        epochs.stream().map(key -> new Epoch(key.node().value(), key.epoch())).toList();
    try {
      store.store(keys, this::decide);
    } catch (StoreException e) {
      if (!e.isOfData()) {
        throw e;
      }
      findUnfit(store);
      store.store(keys, this::decide);
    }
    marks.settled();
    return now;
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

  /** How many numbers were found to have no record. */
  long dropped() {
    return dropped;
  }

  /** What is to be kept, where these are the marks. */
  private Change decide(List<Mark> stored) {
    samples.clear();
    duplicates = 0;
    long droppedBefore = marks.dropped();
    marks.begin(epochs, stored);
    messages.forEach(this::take);
    samples.removeAll(unfit);
    dropped = marks.dropped() - droppedBefore;
    now = marks.changed();
    return new Change(samples, now);
  }

  private void take(Incoming message) {
    NodeId node = Objects.requireNonNull(message.node());
    Stamp stamp = Objects.requireNonNull(message.stamp());
    if (message.complaint() != null) {
      // Nobody will ever send it better, so nobody shall wait for it.
      marks.drop(node, stamp.epoch(), stamp.seq(), stamp.seq());
      return;
    }
    DroppedSamples gone = message.dropped();
    if (gone != null) {
      marks.drop(node, gone.epoch(), gone.first(), gone.last());
    }
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

  private void findUnfit(TelemetryStore store) {
    store
        .unfit(samples)
        .forEach(
            (sample, why) -> {
              unfit.add(sample);
              refused++;
              LOG.warn("nodeId={} seq={} refused: {}", sample.node(), sample.seq(), why);
            });
  }

  private void count(NodeId node, long epoch, int records) {
    NodeEpoch key = new NodeEpoch(node, epoch);
    epochs.add(key);
    came.merge(key, records, Integer::sum);
  }
}
