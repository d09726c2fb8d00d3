package io.espalier.controller.fleet;

import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes there are and what they last said. What comes late or twice changes nothing. May be
 * used from any thread.
 */
public final class FleetRegistry {
  private final Map<NodeId, KnownNode> nodes = new ConcurrentHashMap<>();

  /** Puts in what was known before this process; nobody is taken for being there because of it. */
  public void restore(Collection<KnownNode> known) {
    known.forEach(node -> nodes.put(node.id(), node.gone()));
  }

  /**
   * Takes a presence.
   *
   * @param kept whether it comes from what the broker keeps, so that nobody said it just now
   * @param now when it came
   * @return false if it is nothing new, or out of date: of an older start of the node than one
   *     already seen. Within one start the broker keeps the order, and the will, stamped before all
   *     others, comes last
   */
  public boolean accept(Presence presence, boolean kept, Instant now) {
    return change(
        presence.node(),
        now,
        node -> {
          if (presence.stamp().epoch() < node.epoch()) {
            return null;
          }
          KnownNode after = node.with(presence, now);
          return kept && after.seen(node.lastSeen()).equals(node) ? null : after;
        });
  }

  /**
   * Takes what a node says of its models.
   *
   * @param now when it came
   * @return false if it is no newer than what the node said before
   */
  public boolean accept(ReportedState reported, Instant now) {
    return change(
        reported.node(),
        now,
        node -> {
          ReportedState before = node.reported();
          return before != null && !isNewer(reported.stamp(), before.stamp())
              ? null
              : node.with(reported, now);
        });
  }

  /**
   * Gives a node labels, in place of those that it was given before.
   *
   * @return the node with them; empty if there is no such node
   */
  public Optional<KnownNode> label(NodeId node, Map<String, String> labels) {
    return Optional.ofNullable(nodes.computeIfPresent(node, (id, was) -> was.labelled(labels)));
  }

  /** Notes that a node was heard of. */
  public void seen(NodeId node, Instant now) {
    nodes.computeIfPresent(node, (id, was) -> was.seen(now));
  }

  /**
   * Takes a node for gone: the broker forgot that it was there, and nobody has said so since.
   *
   * @return false if it is not known or was gone already
   */
  public boolean lost(NodeId node) {
    AtomicBoolean changed = new AtomicBoolean();
    nodes.computeIfPresent(
        node,
        (id, was) -> {
          changed.set(was.online());
          return was.gone();
        });
    return changed.get();
  }

  /** What is known of a node. */
  public Optional<KnownNode> node(NodeId node) {
    return Optional.ofNullable(nodes.get(node));
  }

  /** What a node said it is when it was last online. */
  public Optional<NodeDescriptor> descriptor(NodeId node) {
    return node(node).map(KnownNode::descriptor);
  }

  /** All nodes as they are known at this moment, by id. */
  public List<KnownNode> all() {
    return nodes.values().stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
  }

  /** What can become of a node; null for no change. */
  @FunctionalInterface
  private interface Change {
    @Nullable KnownNode of(KnownNode before);
  }

  private boolean change(NodeId node, Instant now, Change change) {
    AtomicBoolean changed = new AtomicBoolean();
    nodes.compute(
        node,
        (id, was) -> {
          KnownNode after = change.of(was == null ? KnownNode.unheard(id, now) : was);
          changed.set(after != null);
          return after == null ? was : after;
        });
    return changed.get();
  }

  private static boolean isNewer(Stamp stamp, Stamp before) {
    return stamp.epoch() != before.epoch()
        ? stamp.epoch() > before.epoch()
        : stamp.seq() > before.seq();
  }
}
