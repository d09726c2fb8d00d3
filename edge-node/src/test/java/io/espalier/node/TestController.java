package io.espalier.node;

import io.espalier.shared.artifact.ArtifactKind;
import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ChunkPlan;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.infer.InferenceAnswer;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import io.espalier.shared.wire.WireCoding;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** As much of a controller as a node needs to see. */
final class TestController implements AutoCloseable {
  private static final int CHUNK = 1_000;

  private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
  private final BrokerLink link;
  private final List<Presence> presences = new CopyOnWriteArrayList<>();
  private final List<TrialResult> results = new CopyOnWriteArrayList<>();
  private final List<ReportedState> reported = new CopyOnWriteArrayList<>();
  private final List<String> telemetry = new CopyOnWriteArrayList<>();
  private final List<InferenceAnswer> answers = new CopyOnWriteArrayList<>();

  TestController(URI broker) {
    link = new BrokerLink(new LinkConfig(broker, "test-controller", null, 0));
    link.subscribe(
        List.of(topics.everyPresence()), message -> presences.add(decode(message, Presence.class)));
    link.subscribe(
        List.of(topics.everyResult()), message -> results.add(decode(message, TrialResult.class)));
    link.subscribe(
        List.of(topics.everyReported()),
        message -> reported.add(decode(message, ReportedState.class)));
    link.subscribe(List.of(topics.everyTelemetry()), message -> telemetry.add(message.topic()));
    link.subscribe(
        List.of(topics.inferred(new NodeId("n1"))),
        message -> answers.add(decode(message, InferenceAnswer.class)));
    link.start().join();
  }

  Digest publish(byte[] content) {
    return publish(ArtifactKind.MODEL, content);
  }

  Digest publish(ArtifactKind kind, byte[] content) {
    ChunkPlan plan = ChunkPlan.of(content, CHUNK);
    Digest digest = Digest.of(content);
    for (int n = 0; n < plan.count(); n++) {
      int from = (int) plan.offset(n);
      publishChunk(digest, n, Arrays.copyOfRange(content, from, from + plan.length(n)));
    }
    ArtifactManifest manifest =
        new ArtifactManifest(
            ArtifactManifest.SCHEMA,
            digest,
            kind,
            "test",
            content.length,
            WireCoding.PLAIN,
            plan,
            Provenance.ofThisBuild(Map.of()),
            null);
    retain(topics.manifest(digest), MessageCodec.encode(manifest));
    return digest;
  }

  void publishChunk(Digest digest, int n, byte[] content) {
    retain(topics.chunk(digest, n), content);
  }

  void ask(NodeId node, TrialRequest request) {
    ask(node, MessageCodec.encode(request));
  }

  /** Asks for a trial; the payload is anything. */
  void ask(NodeId node, byte[] payload) {
    link.publish(OutboundMessage.event(topics.trials(node), payload)).join();
  }

  /** Asks the node's model; the payload is anything. */
  InferenceAnswer infer(NodeId node, byte[] payload) {
    int before = answers.size();
    link.publish(OutboundMessage.event(topics.infer(node), payload)).join();
    Awaitility.await().until(() -> answers.size() > before);
    return answers.get(before);
  }

  void desire(NodeId node, DesiredState desired) {
    retain(topics.desired(node), MessageCodec.encode(desired));
  }

  /** The newest that the node says, once it is as wanted. */
  ReportedState awaitReported(Predicate<ReportedState> wanted) {
    return awaitOne(reported, wanted);
  }

  List<ReportedState> reported() {
    return reported;
  }

  Presence awaitPresence(Predicate<Presence> wanted) {
    return awaitOne(presences, wanted);
  }

  TrialResult awaitResult(Predicate<TrialResult> wanted) {
    return awaitOne(results, wanted);
  }

  List<String> telemetryTopics() {
    return telemetry;
  }

  @Override
  public void close() {
    link.close();
  }

  private void retain(String topic, byte[] payload) {
    link.publish(OutboundMessage.retained(topic, payload)).join();
  }

  private static <T> T awaitOne(List<T> all, Predicate<T> wanted) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> all.stream().anyMatch(wanted));
    return all.stream().filter(wanted).findFirst().orElseThrow();
  }

  private static <T> T decode(InboundMessage message, Class<T> type) {
    try {
      return MessageCodec.decode(message.payload(), type);
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(message.topic(), e);
    }
  }
}
