package io.espalier.node.link;

import io.espalier.node.artifact.ArtifactSource;
import io.espalier.node.deployment.ReportSink;
import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.TelemetryKind;
import io.espalier.node.telemetry.TelemetryPublisher;
import io.espalier.node.telemetry.TelemetryRecord;
import io.espalier.node.trial.ResultSink;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.infer.InferenceRequest;
import io.espalier.shared.link.Backoff;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.LinkSecurity;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.TelemetryAck;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a node says and hears, and that it is there, over one connection that comes back. */
public final class NodeLink
    implements ArtifactSource, TelemetryPublisher, ResultSink, ReportSink, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NodeLink.class.getName());

  /** A request that comes while the node is away for less waits for it at the broker. */
  private static final long SESSION_EXPIRY_SECONDS = 300;

  private final NodeId node;
  private final Topics topics;
  private final Stamps stamps;
  private final BrokerLink link;

  /**
   * A link that is silent until started.
   *
   * @param backoff how long to wait before connecting again
   */
  public NodeLink(
      URI broker,
      LinkSecurity security,
      Backoff backoff,
      NodeId node,
      Topics topics,
      Stamps stamps) {
    this.node = node;
    this.topics = topics;
    this.stamps = stamps;
    this.link =
        new BrokerLink(
            new LinkConfig(
                broker,
                "espalier-node-" + node,
                offline(),
                SESSION_EXPIRY_SECONDS,
                security,
                backoff));
  }

  /**
   * Starts connecting and never stops until closed.
   *
   * @param descriptor told on each connection
   * @param requests takes trials as they come; must not block
   * @return done at the first connection
   */
  public CompletableFuture<Void> start(NodeDescriptor descriptor, Consumer<TrialRequest> requests) {
    link.onSession(resumed -> announce(descriptor));
    link.subscribe(List.of(topics.trials(node)), message -> requested(message, requests));
    return link.start();
  }

  /**
   * Takes samples for the model that serves, from now on and through reconnects.
   *
   * @param requests takes a request, and what to give its answer to; must not block
   * @param mostBytes of a request that is read at all, now
   */
  public void onInference(
      BiConsumer<InferenceRequest, Consumer<InferenceAnswer>> requests, LongSupplier mostBytes) {
    InferenceTopic asked = new InferenceTopic(link, node, topics, requests, mostBytes);
    link.subscribe(List.of(topics.infer(node)), asked::asked);
  }

  /**
   * Hears of connections, and of what the controller has stored.
   *
   * @param connected must not block
   * @param acknowledged must not block
   */
  public void onTelemetry(Runnable connected, Consumer<TelemetryAck> acknowledged) {
    link.onSession(resumed -> connected.run());
    link.subscribe(
        List.of(topics.acks(node)), message -> decoded(message, TelemetryAck.class, acknowledged));
  }

  /**
   * Takes what should run, from now on and through reconnects.
   *
   * @param desired takes it as it comes, empty if nobody asks for anything; must not block
   * @param connected called at each connection; must not block
   */
  public void onDesired(Consumer<Optional<DesiredState>> desired, Runnable connected) {
    link.onSession(resumed -> connected.run());
    link.subscribe(List.of(topics.desired(node)), message -> wanted(message, desired));
  }

  @Override
  public void publish(ReportedState state) {
    link.publish(OutboundMessage.retained(topics.reported(node), MessageCodec.encode(state)))
        .whenComplete((ok, failure) -> logFailure(topics.reported(node), failure));
  }

  @Override
  public boolean isConnected() {
    return link.isConnected();
  }

  @Override
  public void openManifest(Digest artifact, Consumer<byte[]> arrived) {
    open(topics.manifest(artifact), arrived);
  }

  @Override
  public void closeManifest(Digest artifact) {
    link.unsubscribe(List.of(topics.manifest(artifact)));
  }

  @Override
  public void openChunk(Digest artifact, int n, Consumer<byte[]> arrived) {
    open(topics.chunk(artifact, n), arrived);
  }

  @Override
  public void closeChunk(Digest artifact, int n) {
    link.unsubscribe(List.of(topics.chunk(artifact, n)));
  }

  @Override
  public CompletableFuture<Void> publish(TelemetryRecord record) {
    return link.publish(OutboundMessage.event(topic(record.kind()), record.payload()));
  }

  @Override
  public void publish(TrialResult result) {
    link.publish(event(topics.results(node), result))
        .whenComplete((ok, failure) -> logFailure(topics.results(node), failure));
  }

  /** Says that the node is going, if it can, and closes. */
  @Override
  public void close() {
    link.close(offline());
  }

  private void announce(NodeDescriptor descriptor) {
    LOG.log(System.Logger.Level.INFO, "nodeId=" + node + " connected");
    Presence online = new Presence(stamps.next(), node, Presence.State.ONLINE, descriptor);
    link.publish(retained(online))
        .whenComplete((ok, failure) -> logFailure(topics.presence(node), failure));
  }

  private OutboundMessage offline() {
    return retained(new Presence(stamps.next(), node, Presence.State.OFFLINE, null));
  }

  private OutboundMessage retained(Presence presence) {
    return OutboundMessage.retained(topics.presence(node), MessageCodec.encode(presence));
  }

  private void open(String topic, Consumer<byte[]> arrived) {
    link.subscribe(List.of(topic), message -> deliver(message, arrived))
        .whenComplete((ok, failure) -> logFailure(topic, failure));
  }

  /** An empty payload says that the topic was cleared: nothing came. */
  private static void deliver(InboundMessage message, Consumer<byte[]> arrived) {
    if (message.payload().length > 0) {
      arrived.accept(message.payload());
    }
  }

  private static <T> void decoded(InboundMessage message, Class<T> type, Consumer<T> consumer) {
    try {
      consumer.accept(MessageCodec.decode(message.payload(), type));
    } catch (MalformedMessageException e) {
      LOG.log(System.Logger.Level.WARNING, "topic=" + message.topic() + " " + e.getMessage());
    }
  }

  /** Whoever asks for what this node cannot read is told so, if it can be told which trial. */
  private void requested(InboundMessage message, Consumer<TrialRequest> requests) {
    try {
      requests.accept(MessageCodec.decode(message.payload(), TrialRequest.class));
    } catch (MalformedMessageException e) {
      LOG.log(System.Logger.Level.WARNING, "topic=" + message.topic() + " " + e.getMessage());
      decoded(
          message,
          TrialRequest.Name.class,
          name ->
              publish(
                  new TrialResult.Failed(
                      stamps.next(),
                      name.id(),
                      name.attempt(),
                      node,
                      String.valueOf(e.getMessage()),
                      null)));
    }
  }

  private String topic(TelemetryKind kind) {
    return switch (kind) {
      case SYSTEM -> topics.systemTelemetry(node);
      case INFERENCE -> topics.inferenceTelemetry(node);
      case ACCURACY -> topics.accuracyTelemetry(node);
      case DRIFT -> topics.driftTelemetry(node);
      case DROPPED -> topics.droppedTelemetry(node);
    };
  }

  private static void wanted(InboundMessage message, Consumer<Optional<DesiredState>> desired) {
    try {
      desired.accept(
          message.payload().length == 0
              ? Optional.empty()
              : Optional.of(MessageCodec.decode(message.payload(), DesiredState.class)));
    } catch (MalformedMessageException e) {
      LOG.log(System.Logger.Level.WARNING, "topic=" + message.topic() + " " + e.getMessage());
    }
  }

  private static OutboundMessage event(String topic, Object message) {
    return OutboundMessage.event(topic, MessageCodec.encode(message));
  }

  static void logFailure(String topic, @Nullable Throwable why) {
    if (why != null) {
      LOG.log(System.Logger.Level.WARNING, "topic=" + topic + " " + why.getMessage());
    }
  }
}
