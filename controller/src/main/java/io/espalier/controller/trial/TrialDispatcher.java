package io.espalier.controller.trial;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which node runs which trial, one at a time on each node so that no measurement disturbs
 * another. Pure: events and times go in, actions come out.
 *
 * <p>A trial stays with its node through lost connections, for asking again is harmless. It leaves
 * the node when that restarts, stays away, fails, or takes too long, and goes to whichever node has
 * lost it least often: one broken node must not use up the attempts of all trials.
 */
final class TrialDispatcher {
  /** How often a trial is given out before it is abandoned. */
  static final int MOST_ATTEMPTS = 5;

  /** How long an offline node keeps its trial. */
  static final long OFFLINE_GRACE_MILLIS = 10_000;

  /** How long a node may take for a trial, fetching included. */
  static final long TRIAL_MILLIS = 10 * 60_000;

  /** How long trials wait for any node at all. */
  static final long STARVED_MILLIS = 2 * 60_000;

  /** What is to be done. */
  sealed interface Action {
    /** Ask {@code node} for {@code trial}. */
    record Ask(NodeId node, TrialId trial, int attempt) implements Action {}

    /** Publish {@code artifact} again, for a node could not get it. */
    record Republish(Digest artifact) implements Action {}

    /** {@code trial} has its result. */
    record Finish(TrialId trial, TrialResult.Completed result) implements Action {}

    /** {@code trial} will have none. */
    record Abandon(TrialId trial, String reason) implements Action {}
  }

  private static final class Node {
    final long epoch;
    boolean online;
    long offlineSince;
    @Nullable Assignment assignment;

    Node(long epoch) {
      this.epoch = epoch;
    }
  }

  private record Assignment(TrialId trial, int attempt, long deadline) {}

  private static final class Progress {
    int attempts;
    final Map<NodeId, Integer> losses = new HashMap<>();

    int losses(NodeId node) {
      return losses.getOrDefault(node, 0);
    }
  }

  private final Predicate<NodeId> eligible;
  private final SortedMap<NodeId, Node> nodes = new TreeMap<>();
  private final Deque<TrialId> waiting = new ArrayDeque<>();
  private final Map<TrialId, Progress> unfinished = new HashMap<>();
  private @Nullable Long starvedSince;

  /** Gives trials to the nodes that are {@code eligible}. */
  TrialDispatcher(Predicate<NodeId> eligible) {
    this.eligible = eligible;
  }

  /** A trial is to be run. */
  List<Action> submit(TrialId trial, long now) {
    unfinished.put(trial, new Progress());
    waiting.add(trial);
    return assign(now);
  }

  /** A node came, left, or said again that it is there. */
  List<Action> presence(Presence presence, long now) {
    if (!eligible.test(presence.node())) {
      return List.of();
    }
    List<Action> actions = new ArrayList<>();
    Node node = nodes.get(presence.node());
    long epoch = presence.stamp().epoch();
    if (node != null && epoch < node.epoch) {
      return List.of();
    }
    if (node == null || node.epoch < epoch) {
      if (node != null) {
        giveBack(presence.node(), node, "node " + presence.node() + " restarted", actions);
      }
      node = new Node(epoch);
      nodes.put(presence.node(), node);
    }
    boolean online = presence.state() == Presence.State.ONLINE;
    if (!online && node.online) {
      node.offlineSince = now;
    }
    node.online = online;
    if (online) {
      starvedSince = null;
    }
    if (online && node.assignment != null) {
      // It may have missed the request, or we its answer.
      actions.add(ask(presence.node(), node.assignment));
    }
    actions.addAll(assign(now));
    return actions;
  }

  /** A node answered. */
  List<Action> result(TrialResult result, long now) {
    if (!eligible.test(result.node())) {
      return List.of();
    }
    List<Action> actions = new ArrayList<>();
    if (result instanceof TrialResult.Failed failed) {
      failed(failed, actions);
    } else if (result instanceof TrialResult.Completed completed
        && unfinished.containsKey(result.id())) {
      // An earlier attempt that comes in late has measured the same model: it counts.
      forget(result.id());
      actions.add(new Action.Finish(result.id(), completed));
    }
    actions.addAll(assign(now));
    return actions;
  }

  private void failed(TrialResult.Failed failed, List<Action> actions) {
    Node node = nodes.get(failed.node());
    if (node == null || !isCurrent(node, failed.id(), failed.attempt())) {
      return;
    }
    if (failed.unobtainable() != null) {
      actions.add(new Action.Republish(failed.unobtainable()));
    }
    giveBack(failed.node(), node, failed.node() + ": " + failed.reason(), actions);
  }

  /** What was to be asked could not be, for that reason. */
  List<Action> notAsked(Action.Ask ask, String why, long now) {
    List<Action> actions = new ArrayList<>();
    Node node = nodes.get(ask.node());
    if (node != null && isCurrent(node, ask.trial(), ask.attempt())) {
      giveBack(ask.node(), node, why, actions);
    }
    actions.addAll(assign(now));
    return actions;
  }

  /** The connection to the broker is back: whatever was asked may be lost. */
  List<Action> reconnected() {
    List<Action> actions = new ArrayList<>();
    nodes.forEach(
        (id, node) -> {
          if (node.online && node.assignment != null) {
            actions.add(ask(id, node.assignment));
          }
        });
    return actions;
  }

  /** Time went by. */
  List<Action> tick(long now) {
    List<Action> actions = new ArrayList<>();
    nodes.forEach(
        (id, node) -> {
          if (node.assignment != null
              && !node.online
              && now - node.offlineSince >= OFFLINE_GRACE_MILLIS) {
            giveBack(id, node, "node " + id + " went offline", actions);
          } else if (node.assignment != null && now >= node.assignment.deadline()) {
            giveBack(id, node, "node " + id + " gave no result in time", actions);
          }
        });
    actions.addAll(assign(now));
    boolean starved = !waiting.isEmpty() && nodes.values().stream().noneMatch(n -> n.online);
    if (!starved) {
      starvedSince = null;
    } else if (starvedSince == null) {
      starvedSince = now;
    } else if (now - starvedSince >= STARVED_MILLIS) {
      for (TrialId trial : List.copyOf(waiting)) {
        abandon(trial, "no node online for " + STARVED_MILLIS / 1000 + " s", actions);
      }
      starvedSince = null;
    }
    return actions;
  }

  private List<Action> assign(long now) {
    List<Action> actions = new ArrayList<>();
    nodes.forEach(
        (id, node) -> {
          if (node.online && node.assignment == null) {
            nextFor(id).ifPresent(trial -> actions.add(assign(id, node, trial, now)));
          }
        });
    return actions;
  }

  private Action assign(NodeId id, Node node, TrialId trial, long now) {
    waiting.remove(trial);
    int attempt = ++progressOf(trial).attempts;
    Assignment assignment = new Assignment(trial, attempt, now + TRIAL_MILLIS);
    node.assignment = assignment;
    return ask(id, assignment);
  }

  /** The first in line that no other node is better for. */
  private Optional<TrialId> nextFor(NodeId node) {
    return waiting.stream().filter(trial -> hasLostLeast(node, progressOf(trial))).findFirst();
  }

  private boolean hasLostLeast(NodeId node, Progress progress) {
    return nodes.entrySet().stream()
        .filter(other -> other.getValue().online)
        .allMatch(other -> progress.losses(node) <= progress.losses(other.getKey()));
  }

  private Progress progressOf(TrialId trial) {
    return Objects.requireNonNull(unfinished.get(trial));
  }

  private static boolean isCurrent(Node node, TrialId trial, int attempt) {
    Assignment assignment = node.assignment;
    return assignment != null
        && assignment.trial().equals(trial)
        && assignment.attempt() == attempt;
  }

  private static Action ask(NodeId id, Assignment assignment) {
    return new Action.Ask(id, assignment.trial(), assignment.attempt());
  }

  /** Takes a node's trial away; it is next in line, unless it was tried too often. */
  private void giveBack(NodeId id, Node node, String why, List<Action> actions) {
    Assignment assignment = node.assignment;
    node.assignment = null;
    if (assignment == null) {
      return;
    }
    progressOf(assignment.trial()).losses.merge(id, 1, Integer::sum);
    if (assignment.attempt() >= MOST_ATTEMPTS) {
      abandon(assignment.trial(), why + " (attempt " + assignment.attempt() + ")", actions);
    } else {
      waiting.addFirst(assignment.trial());
    }
  }

  private void abandon(TrialId trial, String reason, List<Action> actions) {
    forget(trial);
    actions.add(new Action.Abandon(trial, reason));
  }

  private void forget(TrialId trial) {
    unfinished.remove(trial);
    waiting.remove(trial);
    for (Node node : nodes.values()) {
      if (node.assignment != null && node.assignment.trial().equals(trial)) {
        node.assignment = null;
      }
    }
  }
}
