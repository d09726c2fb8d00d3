package io.espalier.controller.telemetry;

import io.espalier.controller.fleet.KnownNode;
import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.store.TelemetryStore.Sample;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest record of each kind of each node, and of accuracy that of each model, so that a page
 * of the whole fleet asks no database. May be used from any thread.
 */
public final class LatestFigures {
  /** So many nodes at most, some 2 KB each; more are left out until the next start. */
  private static final int MOST_NODES = 100_000;

  /** Some 10 MB for a moment, and a fraction of a second. */
  private static final int RESTORED = 20_000;

  private static final Set<String> KINDS = Set.of("system", "inference", "accuracy");

  private final Map<String, NewestOfNode> nodes = new ConcurrentHashMap<>();

  /** Takes records in any order; older ones than those known change nothing. */
  public void take(Collection<Sample> samples) {
    for (Sample sample : samples) {
      if (KINDS.contains(sample.kind())
          && (nodes.containsKey(sample.node()) || nodes.size() < MOST_NODES)) {
        nodes.computeIfAbsent(sample.node(), first -> new NewestOfNode()).offer(sample);
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

  /**
   * What a node measured last; empty if it has not said anything that is remembered.
   *
   * @param running the model whose accuracy is wanted; absent for whichever it said last
   */
  public Optional<NodeFigures> of(NodeId node, @Nullable Digest running) {
    return Optional.ofNullable(nodes.get(node.value())).map(newest -> newest.figures(running));
  }

  /** What a node measured last, with the accuracy of the model that runs on it if that is known. */
  public Optional<NodeFigures> of(KnownNode node) {
    return of(node.id(), node.running().orElse(null));
  }
}
