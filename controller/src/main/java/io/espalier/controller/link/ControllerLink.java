package io.espalier.controller.link;

import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.link.MessageHandler;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.link.SessionListener;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Owns the controller's connection to a broker. Started means connected, unless it is patient. */
public final class ControllerLink extends VerticleBase {
  private static final long FIRST_CONNECTION_SECONDS = 10;

  /** Long enough for a broker to be restarted without us losing what it still knows of us. */
  private static final long SESSION_EXPIRY_SECONDS = 300;

  /**
   * The broker inside a controller loses what is published in the very millisecond in which
   * somebody subscribes: it is neither passed on nor kept yet. Asked again, it tells what it keeps
   * by then; soon for those who wait, and once more for a machine that is busy.
   */
  private static final List<Long> ASKED_AGAIN_MILLIS = List.of(1_000L, 5_000L);

  private final URI broker;
  private final BrokerLink link;
  private final boolean patient;
  private final Refusals refusals = new Refusals();
  private final LongAdder received = new LongAdder();
  private final LongAdder published = new LongAdder();
  private final List<Kept> kept = new CopyOnWriteArrayList<>();

  private record Kept(String filter, MessageHandler handler) {}

  /** A link to {@code broker} under that client id. */
  public ControllerLink(URI broker, String clientId) {
    this(broker, clientId, LinkSecurity.NONE);
  }

  /** A link that shows who it is. */
  public ControllerLink(URI broker, String clientId, LinkSecurity security) {
    this(new LinkConfig(broker, clientId, null, SESSION_EXPIRY_SECONDS, security), false);
  }

  private ControllerLink(LinkConfig config, boolean patient) {
    this.broker = config.broker();
    this.link = new BrokerLink(config);
    this.patient = patient;
  }

  /**
   * A link for what its senders keep until it is taken: without it the broker keeps nothing, for
   * what a whole fleet sends would fill its memory.
   */
  public static ControllerLink forgotten(URI broker, String clientId, LinkSecurity security) {
    return new ControllerLink(new LinkConfig(broker, clientId, null, 0, security), false);
  }

  /**
   * A link for what is asked again until it is answered. It may be started before there is a
   * broker, and connects once there is one.
   */
  public static ControllerLink patient(URI broker, String clientId, LinkSecurity security) {
    return new ControllerLink(new LinkConfig(broker, clientId, null, 0, security), true);
  }

  @Override
  public Future<?> start() {
    link.onSession(
        resumed -> {
          if (!resumed) {
            kept.forEach(this::askAgain);
          }
        });
    if (patient) {
      link.start();
      return Future.succeededFuture();
    }
    return Future.fromCompletionStage(
            link.start().orTimeout(FIRST_CONNECTION_SECONDS, TimeUnit.SECONDS), context)
        .recover(
            failure ->
                stop() // Else it would go on trying.
                    .transform(
                        stopped ->
                            Future.failedFuture(
                                new BrokerUnreachableException(broker, FIRST_CONNECTION_SECONDS))));
  }

  @Override
  public Future<?> stop() {
    return vertx.executeBlocking(
        () -> {
          link.close();
          return null;
        });
  }

  /** Publishes; done when the broker acknowledged, however many connections that takes. */
  public Future<Void> publish(OutboundMessage message) {
    return Future.fromCompletionStage(
        link.publish(message).whenComplete((sent, failure) -> count(failure)), context);
  }

  /** Subscribes, for as long as the link lives. Handlers run on the link's receiving thread. */
  public Future<Void> subscribe(String filter, MessageHandler handler) {
    MessageHandler counting =
        message -> {
          received.increment();
          handler.handle(message);
        };
    return Future.fromCompletionStage(link.subscribe(List.of(filter), counting), context);
  }

  /**
   * Subscribes to what the broker keeps. Handlers hear of each message that it keeps more than
   * once: it is asked again a while after each new session.
   */
  public Future<Void> subscribeToKept(String filter, MessageHandler handler) {
    Kept asked = new Kept(filter, handler);
    kept.add(asked);
    askAgain(asked);
    return subscribe(filter, handler);
  }

  /** Whether the connection stands at this moment. */
  public boolean isConnected() {
    return link.isConnected();
  }

  /** What came and was not what its topic is for. */
  public Refusals refusals() {
    return refusals;
  }

  /** Messages that came so far. */
  public long received() {
    return received.sum();
  }

  /** Messages that the broker took so far. */
  public long published() {
    return published.sum();
  }

  /** Ends a subscription; messages on their way may still come. */
  public void unsubscribe(String filter) {
    link.unsubscribe(List.of(filter));
  }

  /** Adds a listener, called on the link's own thread. */
  public void onSession(SessionListener listener) {
    link.onSession(listener);
  }

  private void askAgain(Kept asked) {
    for (long wait : ASKED_AGAIN_MILLIS) {
      vertx.setTimer(wait, timer -> subscribe(asked.filter(), asked.handler()));
    }
  }

  private void count(@Nullable Throwable failure) {
    if (failure == null) {
      published.increment();
    }
  }
}
