package io.espalier.shared.link;

import io.espalier.shared.link.Outbox.Pending;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a broker that comes back by itself, subscribes again, and publishes again what
 * was not acknowledged. Receivers therefore see each message at least once.
 *
 * <p>All state changes on one thread; the public methods may be called from any.
 */
public final class BrokerLink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(BrokerLink.class.getName());

  /** A connection that stood this long ends the run of failures. */
  private static final long STABLE_MILLIS = 10_000;

  private static final long RETRY_MILLIS = 100;
  private static final String SHARED = "$share/";

  /** More in flight gains nothing on a local network and costs memory on both sides. */
  private static final int MOST_IN_FLIGHT = 64;

  private final LinkConfig config;
  private final RandomGenerator jitter;
  private final ScheduledThreadPoolExecutor thread;
  private final ConcurrentMap<String, MessageHandler> handlers = new ConcurrentHashMap<>();
  private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> firstSession = new CompletableFuture<>();

  private final Outbox outbox = new Outbox();
  private volatile @Nullable Session session;
  private long connectedAtNanos;
  private int failures;
  private boolean everConnected;
  private boolean closed;

  /** A link that does nothing until it is started. */
  public BrokerLink(LinkConfig config) {
    this(config, RandomGenerator.getDefault());
  }

  BrokerLink(LinkConfig config, RandomGenerator jitter) {
    this.config = config;
    this.jitter = jitter;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread link = new Thread(task, "link-" + config.clientId());
              link.setDaemon(true);
              return link;
            });
    // Else closing would wait for the next attempt to connect.
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Adds a listener; it hears of connections made from now on. */
  public void onSession(SessionListener listener) {
    listeners.add(listener);
  }

  /**
   * Starts connecting and never stops until closed.
   *
   * @return done at the first connection
   */
  public CompletableFuture<Void> start() {
    later(this::connect);
    return firstSession;
  }

  /**
   * Publishes at QoS 1, as often as it takes: a message that was not acknowledged when the
   * connection broke goes out again on the next.
   *
   * @return done when the broker acknowledged; failed when it refused or the link was closed
   */
  public CompletableFuture<Void> publish(OutboundMessage message) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    if (!later(() -> enqueue(message, acknowledged))) {
      acknowledged.completeExceptionally(linkClosed());
    }
    return acknowledged;
  }

  /** Publishes if the connection stands, else drops the message: for what is soon out of date. */
  public void offer(OutboundMessage message) {
    later(
        () -> {
          if (session != null && outbox.size() < MOST_IN_FLIGHT) {
            enqueue(message, new CompletableFuture<>());
          }
        });
  }

  /**
   * Subscribes at QoS 1, now and after each reconnect. Subscribing again makes the broker send what
   * it retains again.
   *
   * @return done when the broker acknowledged, or at once while there is no connection; failed when
   *     the broker refused or the link was closed
   */
  public CompletableFuture<Void> subscribe(List<String> filters, MessageHandler handler) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!later(() -> subscribe(filters, handler, done))) {
      done.completeExceptionally(linkClosed());
    }
    return done;
  }

  /** Whether the connection stands at this moment. */
  public boolean isConnected() {
    return session != null;
  }

  /** Unsubscribes; messages on their way may still be dropped silently. */
  public void unsubscribe(List<String> filters) {
    later(
        () -> {
          filters.forEach(handlers::remove);
          if (session != null) {
            session.unsubscribe(filters);
          }
        });
  }

  /** Publishes {@code farewell} if the connection stands, then closes. */
  public void close(OutboundMessage farewell) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    boolean open =
        later(
            () -> {
              if (session == null) {
                sent.complete(null);
              } else {
                session.publish(farewell).whenComplete((ok, failure) -> sent.complete(null));
              }
            });
    if (!open) {
      return;
    }
    sent.completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
    close();
  }

  /** Closes the connection; what was not acknowledged fails. */
  @Override
  public void close() {
    later(
        () -> {
          closed = true;
          Session last = session;
          session = null;
          if (last != null) {
            last.close();
          }
          outbox.fail(linkClosed());
          firstSession.completeExceptionally(linkClosed());
          thread.shutdown();
        });
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void subscribe(
      List<String> filters, MessageHandler handler, CompletableFuture<Void> done) {
    filters.forEach(filter -> handlers.put(filter, handler));
    if (session == null) {
      complete(done, closed ? linkClosed() : null);
      return;
    }
    session
        .subscribe(filters)
        .whenComplete(
            (ok, failure) -> complete(done, failure instanceof RefusedException ? failure : null));
  }

  private void connect() {
    if (closed) {
      return;
    }
    boolean fresh = !everConnected || config.sessionExpirySeconds() == 0;
    Session.open(config, fresh, new FromSession())
        .whenComplete(
            (opened, failure) -> {
              if (!later(() -> tried(opened, failure)) && failure == null) {
                // Paho forbids it on its own threads.
                CompletableFuture.runAsync(opened::close);
              }
            });
  }

  private void tried(Session opened, @Nullable Throwable failure) {
    if (failure == null) {
      connected(opened);
      return;
    }
    LOG.log(
        System.Logger.Level.INFO,
        "broker={0} not reached: {1}",
        config.broker(),
        failure instanceof TimeoutException ? "no answer" : Session.reason(failure));
    reconnectLater();
  }

  private void connected(Session opened) {
    if (closed) {
      opened.close();
      return;
    }
    if (!opened.isConnected()) {
      // Its loss may have been told before it was known here, and will not be told again.
      opened.close();
      reconnectLater();
      return;
    }
    session = opened;
    everConnected = true;
    connectedAtNanos = System.nanoTime();
    List<String> filters = List.copyOf(handlers.keySet());
    CompletableFuture<Void> subscribed =
        filters.isEmpty() ? CompletableFuture.completedFuture(null) : opened.subscribe(filters);
    subscribed.whenComplete(
        (ok, failure) ->
            later(
                () -> {
                  if (opened != session) {
                    return;
                  }
                  if (failure != null) {
                    LOG.log(
                        System.Logger.Level.WARNING,
                        "topics={0} not subscribed: {1}",
                        filters,
                        failure.getMessage());
                  }
                  listeners.forEach(listener -> tell(listener, opened));
                  firstSession.complete(null);
                  flush();
                }));
  }

  private void lost(Session which, String why) {
    if (which != session || closed) {
      return;
    }
    LOG.log(System.Logger.Level.INFO, "broker={0} connection lost: {1}", config.broker(), why);
    session = null;
    which.close();
    boolean stable =
        System.nanoTime() - connectedAtNanos > TimeUnit.MILLISECONDS.toNanos(STABLE_MILLIS);
    failures = stable ? 0 : failures;
    outbox.recall();
    reconnectLater();
  }

  private void reconnectLater() {
    if (!closed) {
      long wait = config.backoff().delayMillis(failures++, jitter);
      thread.schedule(this::connect, wait, TimeUnit.MILLISECONDS);
    }
  }

  private void enqueue(OutboundMessage message, CompletableFuture<Void> acknowledged) {
    if (closed) {
      acknowledged.completeExceptionally(linkClosed());
      return;
    }
    outbox.add(message, acknowledged);
    flush();
  }

  private void flush() {
    Session current = session;
    if (current == null) {
      return;
    }
    int window = Math.min(current.receiveMaximum(), MOST_IN_FLIGHT);
    for (Pending next = outbox.next(current, window);
        next != null;
        next = outbox.next(current, window)) {
      Pending sent = next;
      current
          .publish(sent.message())
          .whenComplete((ok, failure) -> later(() -> published(sent, current, failure)));
    }
  }

  private void published(Pending sent, Session over, @Nullable Throwable failure) {
    if (!outbox.ended(sent, over)) {
      return;
    }
    if (failure == null || failure instanceof RefusedException) {
      complete(sent.acknowledged(), failure);
      flush();
    } else {
      // Not the broker's word but the client's: it was busy, or the connection is about to go.
      outbox.retry(sent);
      thread.schedule(this::flush, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void dispatch(InboundMessage message) {
    MessageHandler exact = handlers.get(message.topic());
    if (exact != null) {
      handle(exact, message);
      return;
    }
    handlers.forEach(
        (filter, handler) -> {
          if (MqttTopicValidator.isMatched(ofTopics(filter), message.topic())) {
            handle(handler, message);
          }
        });
  }

  /** Without the name of those whom the messages are shared among. */
  private static String ofTopics(String filter) {
    return filter.startsWith(SHARED)
        ? filter.substring(filter.indexOf('/', SHARED.length()) + 1)
        : filter;
  }

  /** One that throws must not keep the others, or what waits to be sent, from their turn. */
  private static void tell(SessionListener listener, Session opened) {
    try {
      listener.connected(opened.resumed());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "session listener failed", e);
    }
  }

  private static void handle(MessageHandler handler, InboundMessage message) {
    try {
      handler.handle(message);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "topic=" + message.topic() + " handler failed", e);
    }
  }

  private static void complete(CompletableFuture<Void> future, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(null);
    } else {
      future.completeExceptionally(failure);
    }
  }

  /** Runs a task on the link's thread; false if the link is closed. */
  private boolean later(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private static TimeoutException linkClosed() {
    return new TimeoutException("link closed");
  }

  private final class FromSession implements Session.Events {
    @Override
    public void arrived(InboundMessage message) {
      dispatch(message);
    }

    @Override
    public void lost(Session which, String why) {
      later(() -> BrokerLink.this.lost(which, why));
    }
  }
}
