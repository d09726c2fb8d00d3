package io.espalier.controller.load;

import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.TelemetryAck;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection that speaks for many nodes. It makes records at an even rate, and keeps each until
 * the controller says that it is stored, whatever the broker says.
 */
final class Sender implements Closeable {
  /** The broker was told to take this many before it has acknowledged the first. */
  static final int MOST_IN_FLIGHT = 1_000;

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long PATROL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double NANOS = 1e9;

  private final MqttWire wire;
  private final List<KeptRecords> nodes;
  private final Map<NodeId, KeptRecords> byId = new HashMap<>();
  private final Queue<TelemetryAck> acks = new ConcurrentLinkedQueue<>();
  private final Queue<KeptRecords> toSend = new ArrayDeque<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AckTimes calm = new AckTimes();
  private final AckTimes troubled = new AckTimes();
  private final BooleanSupplier trouble;
  private final double perSecond;
  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();
  private final long untilNanos;
  private final Thread sending;
  private volatile @Nullable Exception failure;
  private final AtomicLong made = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private volatile long oldest = startNanos;
  private volatile boolean closed;

  /**
   * Starts sending.
   *
   * @param perSecond records, of all its nodes together
   * @param seconds for how long records are made
   * @param trouble whether word that comes now is counted apart
   */
  Sender(
      int port,
      String id,
      Topics topics,
      List<NodeId> ids,
      double perSecond,
      int seconds,
      BooleanSupplier trouble)
      throws IOException {
    this.nodes =
        ids.stream().map(node -> new KeptRecords(node, topics.systemTelemetry(node))).toList();
    nodes.forEach(node -> byId.put(node.node(), node));
    this.perSecond = perSecond;
    this.trouble = trouble;
    this.untilNanos = startNanos + TimeUnit.SECONDS.toNanos(seconds);
    this.wire = new MqttWire(port, id);
    wire.subscribe(ids.stream().map(topics::acks).toList());
    this.sending = thread(id + "-sends", this::send);
    thread(id + "-reads", () -> wire.read(new Arrivals()));
  }

  /** Records made so far. */
  long made() {
    return made.get();
  }

  /** Records written to the broker so far, each as often as it was. */
  long sent() {
    return sent.get();
  }

  /**
   * When the oldest record was made that is not known to be stored; now, when there is none.
   *
   * @throws IOException if sending failed
   */
  long oldest() throws IOException {
    Exception why = failure;
    if (why != null && !closed) {
      throw new IOException("a sender failed: " + why, why);
    }
    return oldest;
  }

  /** Whether all that is to be made is made and known to be stored. */
  boolean isDone() throws IOException {
    return oldest() >= untilNanos;
  }

  /** Ends sending. */
  @Override
  public void close() throws IOException {
    closed = true;
    wire.close();
  }

  /** Adds up how long records waited, once sending has ended. */
  void addTimesTo(AckTimes whileCalm, AckTimes inTrouble) throws InterruptedException {
    sending.join();
    whileCalm.add(calm);
    inTrouble.add(troubled);
  }

  private void send() throws IOException {
    long patrol = startNanos;
    while (!closed) {
      long now = System.nanoTime();
      takeAcks(now);
      make(Math.min(now, untilNanos));
      if (now - patrol >= PATROL_NANOS) {
        patrol = now;
        nodes.stream().filter(node -> node.isOverdue(now)).forEach(toSend::add);
      }
      sendWhatFits();
      oldest = oldestOf(now);
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private void takeAcks(long now) {
    AckTimes times = trouble.getAsBoolean() ? troubled : calm;
    for (TelemetryAck ack = acks.poll(); ack != null; ack = acks.poll()) {
      KeptRecords node = byId.get(ack.node());
      for (TelemetryAck.Mark mark : ack.marks()) {
        if (node != null
            && mark.epoch() == KeptRecords.EPOCH
            && node.acknowledged(mark.upTo(), now, times)) {
          toSend.add(node);
        }
      }
    }
  }

  private void make(long now) {
    long due = (long) ((now - startNanos) / NANOS * perSecond);
    for (long number = made.get(); number < due; number++) {
      KeptRecords node = nodes.get((int) (number % nodes.size()));
      node.make(startNanos + (long) (number / perSecond * NANOS));
      toSend.add(node);
      made.incrementAndGet();
    }
  }

  private void sendWhatFits() throws IOException {
    while (inFlight.get() < MOST_IN_FLIGHT) {
      KeptRecords node = toSend.peek();
      if (node == null) {
        break;
      }
      if (!node.hasNext()) {
        toSend.remove();
        continue;
      }
      inFlight.incrementAndGet();
      wire.publish(node.topic(), node.next(start, startNanos));
      sent.incrementAndGet();
    }
    wire.flush();
  }

  private long oldestOf(long now) {
    long least = now;
    for (KeptRecords node : nodes) {
      least = Math.min(least, node.oldest(now));
    }
    return least;
  }

  private Thread thread(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | RuntimeException e) {
                failure = e;
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private final class Arrivals implements MqttWire.Events {
    @Override
    public void acknowledged() {
      inFlight.decrementAndGet();
    }

    @Override
    public void arrived(byte[] payload) {
      try {
        acks.add(MessageCodec.decode(payload, TelemetryAck.class));
      } catch (MalformedMessageException e) {
        failure = e;
      }
    }
  }
}
