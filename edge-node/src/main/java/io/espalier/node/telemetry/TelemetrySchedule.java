package io.espalier.node.telemetry;

import io.espalier.shared.telemetry.TelemetryAck;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * When records are sent, sent again, and brought to safety. Used on one thread, which the executor
 * leads back to.
 */
public final class TelemetrySchedule {
  /** What the broker has not acknowledged; more would only crowd out what else the node says. */
  private static final int MOST_IN_FLIGHT = 16;

  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int MOST_DOUBLINGS = 4;

  /**
   * Longer than the controller takes to have word of what it stores. When it has such word, and
   * still none of the oldest record, that one was lost on the way: the controller was killed, or
   * was not there.
   */
  private static final long HOLE_NANOS = Duration.ofSeconds(5).toNanos();

  /** What a power cut may cost while nobody takes records; more often would wear the card. */
  private static final long UNSAFE_NANOS = Duration.ofMinutes(10).toNanos();

  private final TelemetryBuffer buffer;
  private final TelemetryPublisher publisher;
  private final Executor thread;
  private final LongSupplier nanos;
  private int inFlight;
  private int attempts;
  private int holes;

  /** When the records that wait were last sent, and last known to be on their way to a store. */
  private long sentAt;

  private long newsAt;

  /**
   * A schedule with nothing to send yet.
   *
   * @param thread leads back to the one that this is used on
   * @param nanos a clock that only moves forward
   */
  public TelemetrySchedule(
      TelemetryBuffer buffer, TelemetryPublisher publisher, Executor thread, LongSupplier nanos) {
    this.buffer = buffer;
    this.publisher = publisher;
    this.thread = thread;
    this.nanos = nanos;
    this.sentAt = nanos.getAsLong();
    this.newsAt = sentAt;
  }

  /** There is something new to send. */
  public void added() {
    if (publisher.isConnected()) {
      send();
    }
  }

  /** There is a connection, and nobody knows what the last one delivered. */
  public void connected() {
    buffer.rewind();
    attempts = 0;
    sentAt = nanos.getAsLong();
    send();
  }

  /** Records are stored. */
  public void acknowledged(TelemetryAck ack) {
    boolean news = false;
    for (TelemetryAck.Mark mark : ack.marks()) {
      news |= buffer.acknowledge(mark.epoch(), mark.upTo());
    }
    attempts = 0;
    long now = nanos.getAsLong();
    if (news) {
      sentAt = now;
      newsAt = now;
      holes = 0;
    } else if (buffer.awaitsAcknowledgement() && now - sentAt >= HOLE_NANOS << holes) {
      // Less often each time: what was sent again may wait behind much else.
      holes = Math.min(holes + 1, MOST_DOUBLINGS);
      sentAt = now;
      buffer.rewind();
    }
    send();
  }

  /** Time has passed. */
  public void tick() {
    long now = nanos.getAsLong();
    if (publisher.isConnected() && !buffer.awaitsAcknowledgement()) {
      newsAt = now;
      return;
    }
    if (now - newsAt >= UNSAFE_NANOS) {
      newsAt = now;
      if (buffer.spill()) {
        send();
      }
    }
    if (publisher.isConnected() && now - sentAt >= PATIENCE_NANOS << attempts) {
      attempts = Math.min(attempts + 1, MOST_DOUBLINGS);
      sentAt = now;
      buffer.rewind();
      send();
    }
  }

  private void send() {
    if (!buffer.awaitsAcknowledgement()) {
      sentAt = nanos.getAsLong();
    }
    while (publisher.isConnected() && inFlight < MOST_IN_FLIGHT) {
      TelemetryRecord next = buffer.next();
      if (next == null) {
        return;
      }
      inFlight++;
      publisher.publish(next).whenComplete((ok, failure) -> thread.execute(this::arrived));
    }
  }

  private void arrived() {
    inFlight--;
    added();
  }
}
