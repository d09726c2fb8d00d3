package io.espalier.controller.telemetry;

import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.shared.fleet.NodeId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest record of each kind of each node, so that a page of the whole fleet asks no database.
 * Records are kept as they came and read only when somebody looks. May be used from any thread.
 */
public final class LatestFigures {
  /** So many nodes at most, some 1 KB each; more are left out until the next start. */
  private static final int MOST_NODES = 100_000;

  /** Some 10 MB for a moment, and a fraction of a second. */
  private static final int RESTORED = 20_000;

  private static final Set<String> KINDS = Set.of("system", "inference", "accuracy");

  private final Map<String, Newest> nodes = new ConcurrentHashMap<>();

  /** The newest of one node. */
  private static final class Newest {
    private final Map<String, Sample> byKind = new HashMap<>();
    private @Nullable NodeFigures read;

    synchronized void offer(Sample sample) {
      Sample before = byKind.get(sample.kind());
      if (before == null || isNewer(sample, before)) {
        byKind.put(sample.kind(), sample);
        read = null;
      }
    }

    synchronized NodeFigures figures() {
      NodeFigures known = read;
      if (known == null) {
        known = NodeFigures.of(byKind);
        read = known;
      }
      return known;
    }

    private static boolean isNewer(Sample sample, Sample before) {
      return sample.epoch() != before.epoch()
          ? sample.epoch() > before.epoch()
          : sample.seq() > before.seq();
    }
  }

  /** Takes records in any order; older ones than those known change nothing. */
  public void take(Collection<Sample> samples) {
    for (Sample sample : samples) {
      if (KINDS.contains(sample.kind())
          && (nodes.containsKey(sample.node()) || nodes.size() < MOST_NODES)) {
        nodes.computeIfAbsent(sample.node(), first -> new Newest()).offer(sample);
      }
    }
  }

  /** Takes the newest records of a store, on a worker thread: nodes that speak rarely may miss. */
  public void restore(TelemetryStore store) {
    take(
        store.newest(TelemetryStore.Filter.ALL, RESTORED).stream()
            .map(TelemetryStore.Numbered::sample)
            .toList());
  }

  /** What a node measured last; empty if it has not said anything that is remembered. */
  public Optional<NodeFigures> of(NodeId node) {
    return Optional.ofNullable(nodes.get(node.value())).map(Newest::figures);
  }
}
