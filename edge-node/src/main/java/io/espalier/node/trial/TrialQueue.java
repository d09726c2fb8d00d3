package io.espalier.node.trial;

import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which trials wait, which one runs, and what came of the last ones, so that a request may come any
 * number of times. Thread-safe.
 */
final class TrialQueue {
  /** What to do about a request. */
  enum Admission {
    /** It waits for its turn. */
    QUEUED,
    /** It is waited for, or running, or out of date. */
    IGNORED,
    /** It was done before: its result is due again. */
    DONE,
    /** There is no room. */
    FULL
  }

  private final int capacity;
  private final Map<TrialId, TrialRequest> waiting = new LinkedHashMap<>();
  private final Map<TrialId, TrialResult> done;
  private @Nullable TrialRequest running;

  /**
   * An empty queue.
   *
   * @param capacity trials that may wait
   * @param memory results that are kept
   */
  TrialQueue(int capacity, int memory) {
    this.capacity = capacity;
    this.done =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<TrialId, TrialResult> eldest) {
            return size() > memory;
          }
        };
  }

  /** Takes a request in; a higher attempt takes the place of a lower one that waits. */
  synchronized Admission admit(TrialRequest request) {
    TrialResult result = done.get(request.id());
    if (result != null && result.attempt() >= request.attempt()) {
      return result.attempt() == request.attempt() ? Admission.DONE : Admission.IGNORED;
    }
    if (running != null
        && running.id().equals(request.id())
        && running.attempt() >= request.attempt()) {
      return Admission.IGNORED;
    }
    TrialRequest rival = waiting.get(request.id());
    if (rival == null && waiting.size() >= capacity) {
      return Admission.FULL;
    }
    if (rival != null && rival.attempt() >= request.attempt()) {
      return Admission.IGNORED;
    }
    waiting.put(request.id(), request);
    return Admission.QUEUED;
  }

  /** The result of a trial that was done before. */
  synchronized @Nullable TrialResult resultOf(TrialId id) {
    return done.get(id);
  }

  /** The next trial, which then runs; absent if none waits. */
  synchronized @Nullable TrialRequest next() {
    if (waiting.isEmpty()) {
      return null;
    }
    TrialRequest next = waiting.values().iterator().next();
    waiting.remove(next.id());
    running = next;
    return next;
  }

  /** Keeps the result of the trial that ran. */
  synchronized void finish(TrialResult result) {
    running = null;
    done.remove(result.id());
    done.put(result.id(), result);
  }
}
