package io.espalier.controller.rollout;

import io.espalier.shared.fleet.NodeId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node that a rollout is about to take.
 *
 * @param node which
 * @param hardware its class
 * @param labels that it has
 * @param online whether it is there
 * @param before what runs on it; absent for nothing
 */
public record Member(
    NodeId node,
    String hardware,
    Map<String, String> labels,
    boolean online,
    @Nullable Before before) {
  /** A copy of the labels is kept. */
  public Member {
    labels = Map.copyOf(labels);
  }
}
