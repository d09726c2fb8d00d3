package io.espalier.shared.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Messages from the moment they are published until they are acknowledged, in their order through
 * however many attempts. Not thread-safe.
 */
public final class Outbox {
  private final Queue<Pending> waiting = new PriorityQueue<>();
  private final Map<Pending, Object> inFlight = new LinkedHashMap<>();
  private long nextNumber;

  /** A message on its way; {@code number} is its place in the order. */
  public record Pending(long number, OutboundMessage message, CompletableFuture<Void> acknowledged)
      implements Comparable<Pending> {
    @Override
    public int compareTo(Pending other) {
      return Long.compare(number, other.number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** An outbox without messages. */
  public Outbox() {}

  /** Takes a message in, behind all others. */
  public void add(OutboundMessage message, CompletableFuture<Void> acknowledged) {
    waiting.add(new Pending(nextNumber++, message, acknowledged));
  }

  /** How many messages are not acknowledged. */
  public int size() {
    return waiting.size() + inFlight.size();
  }

  /**
   * The first message that waits, which is in flight from now on.
   *
   * @param over the connection that it is sent over
   * @param window how many may be in flight
   * @return null if none waits or the window is full
   */
  public @Nullable Pending next(Object over, int window) {
    if (waiting.isEmpty() || inFlight.size() >= window) {
      return null;
    }
    Pending next = waiting.remove();
    inFlight.put(next, over);
    return next;
  }

  /**
   * Takes note that an attempt ended.
   *
   * @return false if it was recalled before, so that its end says nothing any more
   */
  public boolean ended(Pending pending, Object over) {
    return inFlight.remove(pending, over);
  }

  /** Lets a message wait again whose attempt ended without an acknowledgement. */
  void retry(Pending pending) {
    waiting.add(pending);
  }

  /** The connection broke: what is in flight waits again. */
  public void recall() {
    waiting.addAll(inFlight.keySet());
    inFlight.clear();
  }

  /** Gives every message up. */
  void fail(Throwable why) {
    recall();
    waiting.forEach(pending -> pending.acknowledged().completeExceptionally(why));
    waiting.clear();
  }
}
