package io.espalier.controller.rollout;

import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.fleet.NodeId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rollout that goes on: its machine, and what of its actions is still to be kept or done. Belongs
 * to one event loop.
 */
final class LiveRollout {
  private final RolloutMachine machine;
  private final long offset;
  private final List<Action> toKeep = new ArrayList<>();
  private final Map<NodeId, DesiredState> toAsk = new HashMap<>();
  private final Set<NodeId> toClear = new HashSet<>();
  private Future<?> running = Future.succeededFuture();
  private long savedChanges;
  private long savedAt;

  /**
   * Goes on from a state.
   *
   * @param monotonic milliseconds of a clock that only this process knows
   */
  LiveRollout(RolloutState state, long monotonic) {
    machine = new RolloutMachine(state);
    offset = state.clockMillis() - monotonic;
  }

  RolloutMachine machine() {
    return machine;
  }

  /** The rollout's own time. */
  long time(long monotonic) {
    return monotonic + offset;
  }

  /** Takes actions, to be kept before they are done. */
  void add(List<Action> actions) {
    toKeep.addAll(actions);
  }

  /** Whether something must be kept or done now; small changes may wait for others. */
  boolean isDue(long monotonic, long patience) {
    return isIdle()
        && (!toKeep.isEmpty()
            || !toAsk.isEmpty()
            || !toClear.isEmpty()
            || (machine.changes() != savedChanges && monotonic - savedAt >= patience));
  }

  /** Whether nothing is being kept or done. */
  boolean isIdle() {
    return running.isComplete();
  }

  /** Done when nothing is being kept or done any more, well or badly. */
  Future<?> whenIdle() {
    return running.otherwiseEmpty();
  }

  /** That is being kept or done. */
  void runs(Future<?> work) {
    running = work;
  }

  /** What is to be kept now, together with the machine's state. */
  List<Action> take(long monotonic) {
    savedChanges = machine.changes();
    savedAt = monotonic;
    List<Action> now = List.copyOf(toKeep);
    toKeep.clear();
    return now;
  }

  /** It could not be kept: once more, in the same order. */
  void notKept(List<Action> actions) {
    toKeep.addAll(0, actions);
    savedChanges = -1;
  }

  /** It is kept: now it may be done. */
  void kept(List<Action> actions) {
    for (Action action : actions) {
      if (action instanceof Action.Ask ask) {
        toClear.remove(ask.node());
        toAsk.put(ask.node(), ask.desired());
      } else if (action instanceof Action.Clear clear) {
        toAsk.remove(clear.node());
        toClear.add(clear.node());
      }
    }
  }

  Map<NodeId, DesiredState> toAsk() {
    return Map.copyOf(toAsk);
  }

  Set<NodeId> toClear() {
    return Set.copyOf(toClear);
  }

  /** All that was to be done is done. */
  void done() {
    toAsk.clear();
    toClear.clear();
  }
}
