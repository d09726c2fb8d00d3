package io.espalier.controller.load;

import io.espalier.shared.fleet.NodeId;
import java.util.List;
import java.util.stream.IntStream;

/** Names of nodes that do not exist, for whom a bench speaks. */
final class MadeUpNodes {
  private MadeUpNodes() {}

  /** So many, always the same. */
  static List<NodeId> of(int count) {
    return of("load", count);
  }

  /** So many whose names begin like that, always the same. */
  static List<NodeId> of(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new NodeId("%s-%05d".formatted(prefix, n)))
        .toList();
  }
}
