package io.espalier.controller.link;

import io.espalier.shared.artifact.ArtifactManifest;
import io.espalier.shared.artifact.ChunkPlan;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Puts artifacts into the broker, which keeps them for the nodes: each once, chunks first, manifest
 * last, so that whoever sees a manifest can fetch. Belongs to one event loop.
 */
public final class ArtifactPublisher {
  /** A broker sends what it retains at once; this is for one that is busy. */
  private static final long PATIENCE_MILLIS = 2_000;

  private record Live(Publishable artifact, Future<Void> published) {}

  private final Vertx vertx;
  private final ControllerLink link;
  private final Topics topics;
  private final Predicate<Digest> neededElsewhere;
  private final Map<Digest, Live> live = new LinkedHashMap<>();
  private final AtomicLong publishedBytes = new AtomicLong();

  /** Publishes over {@code link}. */
  public ArtifactPublisher(Vertx vertx, ControllerLink link, Topics topics) {
    this(vertx, link, topics, digest -> false);
  }

  /**
   * The same beside others that publish.
   *
   * @param neededElsewhere what the broker must not forget when it is retired here
   */
  public ArtifactPublisher(
      Vertx vertx, ControllerLink link, Topics topics, Predicate<Digest> neededElsewhere) {
    this.vertx = vertx;
    this.link = link;
    this.topics = topics;
    this.neededElsewhere = neededElsewhere;
  }

  /** Publishes unless that was done before; done when the broker has all of it. */
  public Future<Void> publish(Publishable artifact) {
    return live.computeIfAbsent(artifact.digest(), digest -> new Live(artifact, send(artifact)))
        .published();
  }

  /**
   * Publishes unless that was done before, here or by an earlier process: the broker is asked for
   * the manifest, which comes last.
   */
  public Future<Void> ensure(Publishable artifact) {
    return live.computeIfAbsent(
            artifact.digest(), digest -> new Live(artifact, sendIfMissing(artifact)))
        .published();
  }

  /** Publishes again what the broker no longer has of all that is not retired. */
  public void ensureAll() {
    live.replaceAll((digest, was) -> new Live(was.artifact(), sendIfMissing(was.artifact())));
  }

  /** Bytes of artifacts handed to the broker so far; may be asked from any thread. */
  public long publishedBytes() {
    return publishedBytes.get();
  }

  /** Publishes again what the broker lost or a node could not get; nothing if it was retired. */
  public void republish(Digest digest) {
    live.computeIfPresent(digest, (same, was) -> new Live(was.artifact(), send(was.artifact())));
  }

  /** Publishes everything again that is not retired: the broker came back without its memory. */
  public void republishAll() {
    List.copyOf(live.keySet()).forEach(this::republish);
  }

  /** Makes the broker forget an artifact. */
  public Future<Void> retire(Digest digest) {
    Live retired = live.remove(digest);
    if (retired == null) {
      return Future.succeededFuture();
    }
    // Not while it is still being sent, or what comes last would stay.
    return retired
        .published()
        .otherwiseEmpty()
        .compose(
            sent ->
                neededElsewhere.test(digest)
                    ? Future.succeededFuture()
                    : clear(retired.artifact().manifest()));
  }

  /** Makes the broker forget everything that was published here. */
  public Future<Void> retireAll() {
    return retireAllBut(Set.of());
  }

  /** Makes the broker forget everything that was published here but those. */
  public Future<Void> retireAllBut(Set<Digest> needed) {
    return Future.all(
            List.copyOf(live.keySet()).stream()
                .filter(digest -> !needed.contains(digest))
                .map(this::retire)
                .toList())
        .mapEmpty();
  }

  private Future<Void> clear(ArtifactManifest manifest) {
    List<Future<Void>> cleared = new ArrayList<>();
    cleared.add(link.publish(OutboundMessage.clear(topics.manifest(manifest.digest()))));
    for (int n = 0; n < manifest.plan().count(); n++) {
      cleared.add(link.publish(OutboundMessage.clear(topics.chunk(manifest.digest(), n))));
    }
    return Future.all(cleared).mapEmpty();
  }

  private Future<Void> sendIfMissing(Publishable artifact) {
    String topic = topics.manifest(artifact.digest());
    byte[] manifest = MessageCodec.encode(artifact.manifest());
    Promise<Boolean> found = Promise.promise();
    long patience = vertx.setTimer(PATIENCE_MILLIS, timer -> found.tryComplete(false));
    link.subscribe(topic, message -> found.tryComplete(Arrays.equals(message.payload(), manifest)))
        .onFailure(failure -> found.tryComplete(false));
    return found
        .future()
        .eventually(
            () -> {
              vertx.cancelTimer(patience);
              link.unsubscribe(topic);
              return Future.succeededFuture();
            })
        .compose(there -> there ? Future.succeededFuture() : send(artifact));
  }

  private Future<Void> send(Publishable artifact) {
    return vertx
        .executeBlocking(() -> artifact.coded().read())
        .compose(coded -> sendChunks(artifact.manifest(), coded))
        .compose(
            sent ->
                publish(
                    topics.manifest(artifact.digest()), MessageCodec.encode(artifact.manifest())));
  }

  private Future<Void> sendChunks(ArtifactManifest manifest, byte[] coded) {
    ChunkPlan plan = manifest.plan();
    List<Future<Void>> sent = new ArrayList<>();
    for (int n = 0; n < plan.count(); n++) {
      int from = Math.toIntExact(plan.offset(n));
      byte[] chunk = Arrays.copyOfRange(coded, from, from + plan.length(n));
      sent.add(publish(topics.chunk(manifest.digest(), n), chunk));
    }
    return Future.all(sent).mapEmpty();
  }

  private Future<Void> publish(String topic, byte[] payload) {
    publishedBytes.addAndGet(payload.length);
    return link.publish(OutboundMessage.retained(topic, payload));
  }
}
