package io.espalier.controller.fleet;

import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which nodes there are, by their newest presence. Not thread-safe: it belongs to one event loop.
 */
public final class FleetRegistry {
  private final Map<NodeId, Long> epochs = new HashMap<>();
  private final Map<NodeId, NodeDescriptor> descriptors = new HashMap<>();

  /**
   * Takes a presence.
   *
   * @return false if it is out of date: of an older start of the node than one already seen. Within
   *     one start the broker keeps the order, and the will, stamped before all others, comes last
   */
  public boolean accept(Presence presence) {
    long epoch = presence.stamp().epoch();
    if (epochs.getOrDefault(presence.node(), epoch) > epoch) {
      return false;
    }
    epochs.put(presence.node(), epoch);
    if (presence.descriptor() != null) {
      descriptors.put(presence.node(), presence.descriptor());
    }
    return true;
  }

  /** What a node said it is when it was last online. */
  public Optional<NodeDescriptor> descriptor(NodeId node) {
    return Optional.ofNullable(descriptors.get(node));
  }
}
