package io.espalier.simulator.mqtt;

import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.link.Outbox;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A session that comes back, with the manners of the agent's link: everything at QoS 1, subscribed
 * again on each connection, what was not acknowledged sent again first and in its order. Belongs to
 * one event loop, on which its listener is called and its methods must be.
 */
public final class MqttSession {
  private static final int MOST_IN_FLIGHT = 64;
  private static final int LAST_ID = 65_535;

  /** A connection that stood this long ends the run of failures. */
  private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final MqttLoops loops;
  private final EventLoop loop;
  private final SessionConfig config;
  private final RandomGenerator jitter;
  private final Outbox outbox = new Outbox();
  private final Map<Integer, Outbox.Pending> inFlight = new HashMap<>();
  private final Set<String> filters = new LinkedHashSet<>();
  private @Nullable Listener listener;
  private @Nullable Connection connection;
  private boolean accepted;
  private boolean ready;
  private int subscribedBy;
  private int window = 1;
  private int lastId;
  private int failures;
  private boolean everConnected;
  private boolean closed;
  private long connectedAt;

  /** What happens to a session, on its event loop. */
  public interface Listener {
    /** A connection stands, and everything is subscribed again. */
    void connected(boolean resumed);

    /** It does not stand any more. */
    void disconnected();

    /**
     * A message arrived.
     *
     * @param acknowledge to be called once it is taken care of; until then the broker keeps it
     */
    void arrived(String topic, byte[] payload, Runnable acknowledge);
  }

  MqttSession(MqttLoops loops, EventLoop loop, SessionConfig config, RandomGenerator jitter) {
    this.loops = loops;
    this.loop = loop;
    this.config = config;
    this.jitter = jitter;
  }

  /** Where everything of this session happens; may be asked from any thread. */
  public ScheduledExecutorService loop() {
    return loop;
  }

  /** Connects, and never stops until closed. */
  public void start(Listener heard) {
    listener = heard;
    connect();
  }

  /** Whether messages can go out at this moment. */
  public boolean isConnected() {
    return ready;
  }

  /** Publishes, as often as it takes; done when the broker acknowledged. */
  public CompletableFuture<Void> publish(OutboundMessage message) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    outbox.add(message, acknowledged);
    send();
    return acknowledged;
  }

  /** Subscribes, now and after each reconnect; again makes the broker send again. */
  public void subscribe(List<String> more) {
    filters.addAll(more);
    if (accepted && connection != null) {
      connection.write(Packets.subscribe(nextId(), more));
      connection.flush();
    }
  }

  /** Subscribes no more. */
  public void unsubscribe(List<String> less) {
    less.forEach(filters::remove);
    if (accepted && connection != null) {
      connection.write(Packets.unsubscribe(nextId(), less));
      connection.flush();
    }
  }

  /** Breaks the connection as a bad link does; the session comes back. */
  public void cut() {
    if (connection != null) {
      connection.close();
    }
  }

  /** Says a last word, if it can, and ends for good. */
  public void close(@Nullable OutboundMessage farewell) {
    closed = true;
    Connection open = connection;
    if (open != null && ready) {
      if (farewell != null) {
        open.write(Packets.publish(nextId(), farewell));
      }
      open.write(Packets.GOODBYE);
      open.flush();
    }
    cut();
  }

  private void connect() {
    if (closed) {
      return;
    }
    FromConnection events = new FromConnection();
    Connection next =
        new Connection(events, Packets.connect(config, !everConnected), config.keepAliveSeconds());
    events.of = next;
    connection = next;
    loops.open(loop, next);
  }

  private void accepted(Connection open, boolean resumed, int receiveMaximum) {
    everConnected = true;
    // What a resumed session brings may come before the SUBACK, and lead to more subscriptions.
    accepted = true;
    connectedAt = System.nanoTime();
    window = Math.min(MOST_IN_FLIGHT, receiveMaximum);
    if (filters.isEmpty()) {
      established(resumed);
      return;
    }
    subscribedBy = nextId();
    sessionResumed = resumed;
    open.write(Packets.subscribe(subscribedBy, new ArrayList<>(filters)));
    open.flush();
  }

  private boolean sessionResumed;

  private void established(boolean resumed) {
    ready = true;
    subscribedBy = 0;
    if (listener != null) {
      listener.connected(resumed);
    }
    send();
  }

  private void answered(int id) {
    if (id == subscribedBy && !ready) {
      established(sessionResumed);
      return;
    }
    Outbox.Pending pending = inFlight.remove(id);
    if (pending != null && outbox.ended(pending, this)) {
      pending.acknowledged().complete(null);
      send();
    }
  }

  private void lost() {
    boolean stood = ready;
    boolean stable = stood && System.nanoTime() - connectedAt > STABLE_NANOS;
    failures = stable ? 0 : failures;
    accepted = false;
    ready = false;
    connection = null;
    inFlight.clear();
    outbox.recall();
    if (stood && listener != null) {
      listener.disconnected();
    }
    if (!closed) {
      long wait = config.backoff().delayMillis(failures++, jitter);
      loop.schedule(this::connect, wait, TimeUnit.MILLISECONDS);
    }
  }

  private void send() {
    Connection open = connection;
    if (!ready || open == null) {
      return;
    }
    Outbox.Pending next = outbox.next(this, window);
    while (next != null) {
      int id = nextId();
      inFlight.put(id, next);
      open.write(Packets.publish(id, next.message()));
      next = outbox.next(this, window);
    }
    open.flush();
  }

  private int nextId() {
    do {
      lastId = lastId == LAST_ID ? 1 : lastId + 1;
    } while (inFlight.containsKey(lastId));
    return lastId;
  }

  private final class FromConnection implements Connection.Events {
    private @Nullable Connection of;

    @Override
    public void connecting() {
      loops.connects().connecting(System.nanoTime());
    }

    @Override
    public void accepted(boolean resumed, int receiveMaximum) {
      if (of != null && of == connection) {
        MqttSession.this.accepted(of, resumed, receiveMaximum);
      }
    }

    @Override
    public void arrived(String topic, byte[] payload, int id) {
      Connection from = of;
      if (listener != null && from != null) {
        listener.arrived(
            topic,
            payload,
            () -> {
              if (id > 0) {
                from.write(Packets.acknowledge(id));
                from.flush();
              }
            });
      }
    }

    @Override
    public void answered(int id) {
      MqttSession.this.answered(id);
    }

    @Override
    public void lost() {
      if (of == connection) {
        MqttSession.this.lost();
      }
    }
  }
}
