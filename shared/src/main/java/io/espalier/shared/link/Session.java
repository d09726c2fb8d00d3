package io.espalier.shared.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from CONNECT to its loss. A new one is made for each reconnect: Paho's client
 * carries too much over from one to the next.
 */
final class Session {
  private static final int QOS = 1;
  private static final int KEEP_ALIVE_SECONDS = 15;
  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int REFUSED = 0x80;

  /** Paho's timeout ends with the TCP connection: it waits for a CONNACK for ever. */
  private static final int ANSWER_TIMEOUT_SECONDS = 2 * CONNECT_TIMEOUT_SECONDS;

  /** What a session tells its owner, on Paho's threads. */
  interface Events {
    void arrived(InboundMessage message);

    void lost(Session session, String why);
  }

  private final MqttAsyncClient client;
  private int receiveMaximum = 1;
  private boolean resumed;

  private Session(MqttAsyncClient client) {
    this.client = client;
  }

  /**
   * Connects; fails if the broker has not answered in ten seconds.
   *
   * @param fresh whether to drop the session that the broker may still have
   */
  static CompletableFuture<Session> open(LinkConfig config, boolean fresh, Events events) {
    CompletableFuture<Session> opened = new CompletableFuture<>();
    try {
      String scheme = config.isTls() ? "ssl" : "tcp";
      String uri = scheme + "://" + config.broker().getHost() + ":" + config.port();
      Session session =
          new Session(new MqttAsyncClient(uri, config.clientId(), new MemoryPersistence()));
      session.client.setCallback(session.new Callback(events));
      session.client.connect(
          options(config, fresh),
          null,
          completing(
              done -> {
                session.resumed = done.getSessionPresent();
                Integer granted = done.getResponseProperties().getReceiveMaximum();
                session.receiveMaximum = granted == null ? 65_535 : granted;
                opened.complete(session);
              },
              opened));
      opened
          .orTimeout(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .whenComplete(
              (ok, failure) -> {
                if (failure != null) {
                  session.close();
                }
              });
    } catch (MqttException | IOException e) {
      opened.completeExceptionally(e);
    }
    return opened;
  }

  /** Why a connection could not be made, in one line: what Paho wraps says more than Paho. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** How many publishes the broker takes before it must have acknowledged the first. */
  int receiveMaximum() {
    return receiveMaximum;
  }

  /** Whether the connection stands at this moment. */
  boolean isConnected() {
    return client.isConnected();
  }

  /** Whether the broker still had the session. */
  boolean resumed() {
    return resumed;
  }

  /** Publishes; done when the broker acknowledged. */
  CompletableFuture<Void> publish(OutboundMessage message) {
    return call(listener -> client.publish(message.topic(), paho(message), null, listener));
  }

  /** Subscribes; done when the broker acknowledged every filter. */
  CompletableFuture<Void> subscribe(List<String> filters) {
    MqttSubscription[] subscriptions =
        filters.stream().map(f -> new MqttSubscription(f, QOS)).toArray(MqttSubscription[]::new);
    return call(listener -> client.subscribe(subscriptions, null, listener, new MqttProperties()));
  }

  /** Unsubscribes; done when the broker acknowledged. */
  CompletableFuture<Void> unsubscribe(List<String> filters) {
    return call(
        listener ->
            client.unsubscribe(
                filters.toArray(String[]::new), null, listener, new MqttProperties()));
  }

  /** Ends the connection, politely if it still stands, and frees its threads. */
  void close() {
    try {
      if (client.isConnected()) {
        client.disconnect(1_000).waitForCompletion(2_000);
      } else {
        // One that is still being made does not let itself be closed.
        client.disconnectForcibly(0, 0, false);
      }
    } catch (MqttException e) {
      // Nothing is owed to a connection that is already broken.
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      // Already closed.
    }
  }

  private static MqttConnectionOptions options(LinkConfig config, boolean fresh)
      throws IOException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(fresh);
    options.setSessionExpiryInterval(config.sessionExpirySeconds());
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(CONNECT_TIMEOUT_SECONDS);
    options.setSocketFactory(
        config.isTls() ? TlsSocketFactory.of(config.security()) : new NoDelaySocketFactory());
    options.setHttpsHostnameVerificationEnabled(true);
    if (config.security().identity() instanceof LinkSecurity.Password password) {
      options.setUserName(password.user());
      options.setPassword(SecretFile.firstLine(password.file()).getBytes(StandardCharsets.UTF_8));
    }
    OutboundMessage will = config.will();
    if (will != null) {
      options.setWill(will.topic(), paho(will));
    }
    return options;
  }

  private static MqttMessage paho(OutboundMessage message) {
    MqttMessage paho = new MqttMessage(message.payload(), QOS, message.retained(), null);
    MqttProperties properties = new MqttProperties();
    OutboundMessage.Exchange exchange = message.exchange();
    if (exchange instanceof OutboundMessage.Request request) {
      properties.setResponseTopic(request.responseTopic());
      properties.setCorrelationData(request.correlation());
      properties.setMessageExpiryInterval(request.expirySeconds());
    } else if (exchange instanceof OutboundMessage.Answer answer) {
      properties.setCorrelationData(answer.correlation());
    }
    paho.setProperties(properties);
    return paho;
  }

  @FunctionalInterface
  private interface PahoCall {
    IMqttToken with(MqttActionListener listener) throws MqttException;
  }

  private static CompletableFuture<Void> call(PahoCall call) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      call.with(
          completing(
              token -> {
                int refusal = refusal(token);
                if (refusal == 0) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(new RefusedException(refusal));
                }
              },
              done));
    } catch (MqttException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  private static int refusal(IMqttToken token) {
    int @Nullable [] codes = token.getReasonCodes();
    if (codes != null) {
      for (int code : codes) {
        if (code >= REFUSED) {
          return code;
        }
      }
    }
    return 0;
  }

  private static MqttActionListener completing(
      Consumer<IMqttToken> onSuccess, CompletableFuture<?> orFail) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        onSuccess.accept(token);
      }

      @Override
      public void onFailure(IMqttToken token, Throwable failure) {
        orFail.completeExceptionally(failure);
      }
    };
  }

  private final class Callback implements MqttCallback {
    private final Events events;

    Callback(Events events) {
      this.events = events;
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      String reason = response.getReasonString();
      MqttException cause = response.getException();
      events.lost(Session.this, reason != null ? reason : String.valueOf(cause));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      MqttProperties properties = message.getProperties();
      events.arrived(
          new InboundMessage(
              topic,
              message.getPayload(),
              message.isRetained(),
              properties == null ? null : properties.getResponseTopic(),
              properties == null ? null : properties.getCorrelationData()));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      // Whatever matters ends in disconnected().
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // Each publish has its own listener.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // The connect call has its own listener.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      // No enhanced authentication.
    }
  }
}
