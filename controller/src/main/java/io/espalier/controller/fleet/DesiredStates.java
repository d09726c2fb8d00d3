package io.espalier.controller.fleet;

import io.espalier.controller.artifact.ArtifactLibrary;
import io.espalier.controller.link.ArtifactPublisher;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.store.NodeStore;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What should run on each node: stored first, then published, the artifacts before the state that
 * names them. An artifact is in the broker for as long as a state names it. Its methods may be
 * called from any thread.
 */
public final class DesiredStates extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(DesiredStates.class);
  private static final long REPUBLISH_MILLIS = 30_000;

  private final ControllerLink link;
  private final Topics topics;
  private final NodeStore store;
  private final ArtifactLibrary library;
  private final WorkerExecutor storeThreads;
  private final BooleanSupplier drives;
  private final ArtifactPublisher publisher;
  private final Map<NodeId, DesiredState> desired = new ConcurrentHashMap<>();
  private final Set<Digest> republished = new HashSet<>();
  private Future<?> last = Future.succeededFuture();

  /** States that are kept in {@code store} by {@code storeThreads}. */
  public DesiredStates(
      ControllerLink link,
      Topics topics,
      NodeStore store,
      ArtifactLibrary library,
      ArtifactPublisher publisher,
      WorkerExecutor storeThreads,
      BooleanSupplier drives) {
    this.link = link;
    this.topics = topics;
    this.store = store;
    this.library = library;
    this.publisher = publisher;
    this.storeThreads = storeThreads;
    this.drives = drives;
  }

  @Override
  public Future<?> start() {
    link.onSession(resumed -> here(this::reconnected));
    return Future.succeededFuture();
  }

  /** Has the broker know all of it; for when this controller begins to drive. */
  public Future<?> begin() {
    return refresh().onSuccess(known -> publishKnown());
  }

  /** Reads what is stored, for another controller may have stored it. */
  public Future<?> refresh() {
    return storeThreads
        .executeBlocking(this::stored, false)
        .onSuccess(
            known -> {
              desired.keySet().retainAll(known.keySet());
              desired.putAll(known);
            });
  }

  /** What should run on a node, as far as that is stored. */
  public Optional<DesiredState> of(NodeId node) {
    return Optional.ofNullable(desired.get(node));
  }

  /** On how many nodes each artifact is wanted; those that no node is to have are absent. */
  public Map<Digest, Long> wanted() {
    return desired.values().stream()
        .flatMap(state -> state.artifacts().keySet().stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /**
   * Has models run on nodes; what they were to run before no longer counts.
   *
   * @return done when it is stored and the broker has all of it; failed, with nothing changed, if
   *     an artifact is not in the library or the store failed, and failed with everything stored if
   *     the broker refused
   */
  public Future<Void> set(Map<NodeId, DesiredState> states) {
    Map<NodeId, DesiredState> wanted = Map.copyOf(states);
    return inTurn(() -> setNow(wanted));
  }

  /** Has nothing in particular run on nodes: they go on with what they have. */
  public Future<Void> clear(Collection<NodeId> nodes) {
    Set<NodeId> all = Set.copyOf(nodes);
    return inTurn(() -> clearNow(all));
  }

  /**
   * Publishes an artifact again that a node could not get, if a state names it; once for all nodes
   * that say so within half a minute, which is how long a node waits for a chunk.
   */
  public void republish(Digest artifact) {
    here(
        () -> {
          if (drives.getAsBoolean() && republished.add(artifact)) {
            LOG.info("artifact={} is published again for a node that could not get it", artifact);
            publisher.republish(artifact);
            vertx.setTimer(REPUBLISH_MILLIS, timer -> republished.remove(artifact));
          }
        });
  }

  private Future<Void> setNow(Map<NodeId, DesiredState> wanted) {
    for (Digest artifact : artifacts(wanted.values())) {
      if (library.manifest(artifact).isEmpty()) {
        return Future.failedFuture(
            new IllegalArgumentException(
                "artifact " + artifact + ": expected it in the library, found it missing"));
      }
    }
    Map<String, String> rows = new HashMap<>();
    wanted.forEach((node, state) -> rows.put(node.value(), text(state)));
    return storeThreads
        .executeBlocking(
            () -> {
              store.saveDesired(rows);
              return null;
            })
        .compose(
            stored -> {
              requireDriving();
              desired.putAll(wanted);
              return publishArtifacts(artifacts(wanted.values()));
            })
        .compose(published -> publish(wanted))
        .eventually(this::retireUnused);
  }

  private Future<Void> clearNow(Set<NodeId> nodes) {
    return storeThreads
        .executeBlocking(
            () -> {
              store.clearDesired(nodes.stream().map(NodeId::value).toList());
              return null;
            })
        .compose(
            stored -> {
              requireDriving();
              nodes.forEach(desired::remove);
              return Future.all(
                      nodes.stream()
                          .map(node -> link.publish(OutboundMessage.clear(topics.desired(node))))
                          .toList())
                  .<Void>mapEmpty();
            })
        .eventually(this::retireUnused);
  }

  private Future<Void> publishArtifacts(Set<Digest> artifacts) {
    return Future.all(
            artifacts.stream()
                .flatMap(digest -> library.publishable(digest).stream())
                .map(publisher::publish)
                .toList())
        .onFailure(failure -> artifacts.forEach(publisher::republish))
        .mapEmpty();
  }

  private Future<Void> publish(Map<NodeId, DesiredState> states) {
    List<Future<Void>> published = new ArrayList<>();
    states.forEach(
        (node, state) ->
            published.add(
                link.publish(
                    OutboundMessage.retained(topics.desired(node), MessageCodec.encode(state)))));
    return Future.all(published).mapEmpty();
  }

  /**
   * The broker may have lost any of it, so it gets all states; artifacts only where it lacks them.
   */
  private void publishKnown() {
    for (Digest artifact : artifacts(desired.values())) {
      library
          .publishable(artifact)
          .ifPresentOrElse(
              publisher::ensure, () -> LOG.error("artifact={} is not in the library", artifact));
    }
    publish(desired)
        .onFailure(failure -> LOG.warn("desired states not published: {}", failure.toString()));
  }

  /** A broker that knows this session may know all else as it was days ago. */
  private void reconnected() {
    if (drives.getAsBoolean()) {
      publisher.ensureAll();
      publishKnown();
    }
  }

  /** What is stored will be published by whoever drives now. */
  private void requireDriving() {
    if (!drives.getAsBoolean()) {
      throw new IllegalStateException("this controller drives no longer");
    }
  }

  private Future<Void> retireUnused() {
    if (!drives.getAsBoolean()) {
      return Future.succeededFuture();
    }
    return publisher.retireAllBut(artifacts(desired.values()));
  }

  private Map<NodeId, DesiredState> stored() throws MalformedMessageException {
    Map<NodeId, DesiredState> known = new HashMap<>();
    for (Map.Entry<String, String> row : store.desired().entrySet()) {
      known.put(
          new NodeId(row.getKey()),
          MessageCodec.decode(row.getValue().getBytes(StandardCharsets.UTF_8), DesiredState.class));
    }
    return known;
  }

  private static Set<Digest> artifacts(Collection<DesiredState> states) {
    return states.stream()
        .flatMap(state -> state.artifacts().keySet().stream())
        .collect(Collectors.toSet());
  }

  private static String text(DesiredState state) {
    return new String(MessageCodec.encode(state), StandardCharsets.UTF_8);
  }

  /** One after the other: what is stored last must also be what the broker retains. */
  private Future<Void> inTurn(Supplier<Future<Void>> change) {
    Promise<Void> done = Promise.promise();
    here(() -> last = last.transform(before -> change.get()).onComplete(done));
    return done.future();
  }

  private void here(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }
}
