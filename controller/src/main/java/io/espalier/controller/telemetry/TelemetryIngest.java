package io.espalier.controller.telemetry;

import io.espalier.controller.fleet.FleetRegistry;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.store.StoreException;
import io.espalier.controller.store.TelemetryStore;
import io.espalier.controller.store.TelemetryStore.Mark;
import io.espalier.controller.telemetry.IngestMarks.NodeEpoch;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.TelemetryAck;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores telemetry in batches and tells nodes what is stored. When the store is slower than the
 * broker, its queue fills and nothing more is taken from the broker, so nothing is dropped here.
 */
public final class TelemetryIngest extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryIngest.class);

  /** The kinds of telemetry that there are, as the last levels of topics name them. */
  public static final List<String> KINDS = TelemetryKind.levels();

  private static final int BATCH = 16_384;

  /** As many records wait before nothing more is taken from the broker. */
  public static final int QUEUED = BATCH;

  /**
   * Each batch writes the ends of the index again, one for each node in it, so the fewer batches
   * the better; and nodes wait longer than this for word anyway.
   */
  private static final long LINGER_MILLIS = 250;

  private static final long RETRY_MILLIS = 1_000;

  /** While a store fails, it is said once a minute. */
  private static final int SAY_EVERY = 60;

  private static final long ACK_MILLIS = 100;

  /** What a connection has room for beside whatever else is said over it. */
  private static final int ACKS_AT_ONCE = 32;

  private final ControllerLink records;
  private final ControllerLink answers;
  private final Topics topics;
  private final String filter;
  private final TelemetryStore store;
  private final FleetRegistry fleet;
  private final LatestFigures latest;
  private final BlockingQueue<Incoming> queue = new ArrayBlockingQueue<>(QUEUED);
  private final AckPlan acks = new AckPlan();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread storing = new Thread(this::storeAll, "telemetry-ingest");
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong acked = new AtomicLong();
  private final List<StoredListener> listeners = new CopyOnWriteArrayList<>();
  private volatile Counts before = Counts.NONE;
  private volatile boolean storeFails;
  private int acksOnTheirWay;

  /**
   * How it fares.
   *
   * @param stored records in the store
   * @param dropped records known to be lost
   * @param duplicates that came again
   * @param refused messages that were no telemetry of their node
   * @param acks sent
   */
  public record Counts(long stored, long dropped, long duplicates, long refused, long acks) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    Counts minus(Counts before) {
      return new Counts(
          stored - before.stored,
          dropped - before.dropped,
          duplicates - before.duplicates,
          refused - before.refused,
          acks - before.acks);
    }
  }

  /**
   * Telemetry from one link to the store.
   *
   * @param records carries telemetry and nothing else, for all that comes over it waits when the
   *     store is slow
   * @param answers carries word of what is stored, which must get through just then
   * @param filter which telemetry to take: all, or a share of it that others take too
   * @param latest is told what was stored
   */
  public TelemetryIngest(
      ControllerLink records,
      ControllerLink answers,
      Topics topics,
      String filter,
      TelemetryStore store,
      FleetRegistry fleet,
      LatestFigures latest) {
    this.records = records;
    this.answers = answers;
    this.topics = topics;
    this.filter = filter;
    this.store = store;
    this.fleet = fleet;
    this.latest = latest;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(ACK_MILLIS, timer -> acknowledge());
    return vertx
        .executeBlocking(store::totals)
        .compose(
            totals -> {
              stored.set(totals.stored());
              dropped.set(totals.dropped());
              before = counts();
              storing.setDaemon(true);
              storing.start();
              return records.subscribe(filter, this::take);
            });
  }

  @Override
  public Future<?> stop() {
    stopping.countDown();
    return vertx.executeBlocking(
        () -> {
          storing.join();
          return null;
        });
  }

  /** How it fares; may be asked from any thread. */
  public Counts counts() {
    return new Counts(stored.get(), dropped.get(), duplicates.get(), refused.get(), acked.get());
  }

  /** How it fared since it was started; only what grows, and never what is in the store. */
  public Counts sinceStart() {
    return counts().minus(before);
  }

  /** How many records wait to be stored. */
  public int queued() {
    return queue.size();
  }

  /** Whether records wait because the store fails. */
  public boolean storeFails() {
    return storeFails;
  }

  /** Adds a listener, called on the storing thread, so it must be quick. */
  public void onStored(StoredListener listener) {
    listeners.add(listener);
  }

  /** On the link's receiving thread: that it waits here is what slows the broker down. */
  private void take(InboundMessage message) {
    Incoming read = Incoming.of(topics, message);
    try {
      while (isRunning() && !queue.offer(read, LINGER_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.debug("telemetry waits for the store");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void storeAll() {
    IngestMarks marks = new IngestMarks();
    List<Incoming> messages = new ArrayList<>(BATCH);
    try {
      while (isRunning() || !queue.isEmpty()) {
        collect(messages);
        if (!messages.isEmpty()) {
          store(messages, marks);
          messages.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CancellationException e) {
      LOG.warn("records={} not stored, their nodes will send them again", queue.size());
    } finally {
      stopping.countDown();
    }
  }

  /** Waits for a message, and a little longer for more. */
  private void collect(List<Incoming> messages) throws InterruptedException {
    Incoming first = queue.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    messages.add(first);
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
    while (queue.drainTo(messages, BATCH - messages.size()) > 0 || messages.size() < BATCH) {
      Incoming next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      messages.add(next);
    }
  }

  private void store(List<Incoming> messages, IngestMarks marks) {
    Batch batch = new Batch(marks, records.refusals());
    messages.forEach(batch::add);
    long from = System.nanoTime();
    List<Mark> now = untilItWorks(() -> batch.store(store));
    latest.take(batch.samples());
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    stored.addAndGet(batch.stored());
    dropped.addAndGet(batch.dropped());
    duplicates.addAndGet(batch.duplicates());
    refused.addAndGet(batch.refused());
    Instant heard = Instant.now();
    Set<NodeId> nodes =
        batch.came().keySet().stream().map(NodeEpoch::node).collect(Collectors.toSet());
    nodes.forEach(node -> fleet.seen(node, heard));
    context.runOnContext(here -> plan(now, batch.came()));
    listeners.forEach(listener -> listener.stored(batch.samples(), took));
  }

  /** On the event loop. */
  private void plan(List<Mark> marks, Map<NodeEpoch, Integer> came) {
    for (Mark mark : marks) {
      NodeEpoch key = new NodeEpoch(new NodeId(mark.node()), mark.epoch());
      acks.stored(key.node(), mark.epoch(), mark.upTo(), came.getOrDefault(key, 0), now());
    }
  }

  private void acknowledge() {
    for (TelemetryAck ack : acks.due(now(), ACKS_AT_ONCE - acksOnTheirWay)) {
      acksOnTheirWay++;
      answers
          .publish(OutboundMessage.event(topics.acks(ack.node()), MessageCodec.encode(ack)))
          .onComplete(
              sent -> {
                acked.incrementAndGet();
                if (--acksOnTheirWay == 0) {
                  acknowledge();
                }
              });
    }
  }

  /** A store that fails is a full disk, mostly: it holds everything up, and nothing is lost. */
  private <T> T untilItWorks(Supplier<T> work) {
    for (int attempt = 0; ; attempt++) {
      try {
        T done = work.get();
        if (attempt > 0) {
          LOG.info("telemetry is stored again");
        }
        storeFails = false;
        return done;
      } catch (StoreException e) {
        storeFails = true;
        if (attempt % SAY_EVERY == 0) {
          LOG.error("telemetry waits: {}", e.getMessage());
        }
        if (stopped()) {
          throw new CancellationException("stopped while the store failed");
        }
      }
    }
  }

  private boolean stopped() {
    try {
      return stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean isRunning() {
    return stopping.getCount() > 0;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
