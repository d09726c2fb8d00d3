package io.espalier.controller.fleet;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node.
 *
 * @param id which node
 * @param online whether it is there, as far as anybody knows
 * @param epoch the newest start of it that was heard of
 * @param descriptor what it said it is when it was last online; absent before that
 * @param reported the newest that it said of its models; absent before that
 * @param labelsSet that were given to it here; they override its own
 * @param lastSeen when it was last heard of, by this controller's clock
 */
public record KnownNode(
    NodeId id,
    boolean online,
    long epoch,
    @Nullable NodeDescriptor descriptor,
    @Nullable ReportedState reported,
    SortedMap<String, String> labelsSet,
    Instant lastSeen) {
  /** Copies the labels. */
  public KnownNode {
    labelsSet = Collections.unmodifiableSortedMap(new TreeMap<>(labelsSet));
  }

  /** A node that was just heard of for the first time. */
  static KnownNode unheard(NodeId id, Instant now) {
    return new KnownNode(id, false, Long.MIN_VALUE, null, null, new TreeMap<>(), now);
  }

  /** Its hardware class, or {@code unknown}. */
  public String hardware() {
    return descriptor == null ? "unknown" : descriptor.hardware();
  }

  /** Its own labels, overridden by those that were given to it here. */
  public SortedMap<String, String> labels() {
    SortedMap<String, String> labels = new TreeMap<>();
    if (descriptor != null && descriptor.labels() != null) {
      labels.putAll(descriptor.labels());
    }
    labels.putAll(labelsSet);
    return labels;
  }

  /** The model that serves on it, if one does. */
  public Optional<Digest> running() {
    return Optional.ofNullable(reported).map(ReportedState::running).map(RunningModel::model);
  }

  /** The artifact that it could not fetch, if that is what it says. */
  public Optional<Digest> unobtainable() {
    return Optional.ofNullable(reported).map(ReportedState::unobtainable);
  }

  /** The same after a presence that is not out of date. */
  KnownNode with(Presence presence, Instant now) {
    return new KnownNode(
        id,
        presence.state() == Presence.State.ONLINE,
        presence.stamp().epoch(),
        presence.descriptor() != null ? presence.descriptor() : descriptor,
        reported,
        labelsSet,
        now);
  }

  /** The same with what it says of its models. */
  KnownNode with(ReportedState newest, Instant now) {
    return new KnownNode(id, online, epoch, descriptor, newest, labelsSet, now);
  }

  /** The same with labels in place of those that were given to it here before. */
  KnownNode labelled(Map<String, String> labels) {
    return new KnownNode(id, online, epoch, descriptor, reported, new TreeMap<>(labels), lastSeen);
  }

  /** The same, heard of at that moment. */
  KnownNode seen(Instant now) {
    return new KnownNode(id, online, epoch, descriptor, reported, labelsSet, now);
  }

  /** The same, not there. */
  KnownNode gone() {
    return new KnownNode(id, false, epoch, descriptor, reported, labelsSet, lastSeen);
  }
}
