package io.espalier.controller.fleet;

import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which nodes there are, by their newest presence. Not thread-safe: it belongs to one event loop.
 */
public final class FleetRegistry {
  private final SortedMap<NodeId, Presence> nodes = new TreeMap<>();

  /**
   * Takes a presence.
   *
   * @return false if it is out of date: of an older start of the node than one already seen, or
   *     older within the same start
   */
  public boolean accept(Presence presence) {
    Presence known = nodes.get(presence.node());
    if (known != null && known.stamp().epoch() > presence.stamp().epoch()) {
      return false;
    }
    nodes.put(presence.node(), presence);
    return true;
  }

  /** What a node said it is when it was last online. */
  public Optional<NodeDescriptor> descriptor(NodeId node) {
    return Optional.ofNullable(nodes.get(node)).map(Presence::descriptor);
  }
}
