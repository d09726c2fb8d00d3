package io.espalier.controller.fleet;

import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.link.Refusals.Kind;
import io.espalier.controller.store.NodeStore;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the registry up to date: what nodes say goes in, and from there into the store. A node
 * appears by saying something; nobody has to announce it.
 */
public final class Fleet extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
  private static final long SAVE_MILLIS = 500;

  /** Longer than a node takes to come back to a broker that was restarted. */
  private static final long DOUBT_MILLIS = 90_000;

  private final ControllerLink link;
  private final Topics topics;
  private final NodeStore store;
  private final WorkerExecutor storeThreads;
  private final BooleanSupplier drives;
  private final FleetRegistry registry = new FleetRegistry();
  private final List<Consumer<KnownNode>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<NodeId>> ofCleared = new CopyOnWriteArrayList<>();
  private final Set<NodeId> unsaved = new LinkedHashSet<>();
  private final Set<NodeId> doubted = new HashSet<>();
  private boolean saving;
  private boolean storeFails;

  /**
   * The fleet behind {@code link}, kept in {@code store} by {@code storeThreads} while this
   * controller drives.
   */
  public Fleet(
      ControllerLink link,
      Topics topics,
      NodeStore store,
      WorkerExecutor storeThreads,
      BooleanSupplier drives) {
    this.link = link;
    this.topics = topics;
    this.store = store;
    this.storeThreads = storeThreads;
    this.drives = drives;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(SAVE_MILLIS, timer -> save());
    link.onSession(resumed -> here(() -> reconnected(resumed)));
    return storeThreads
        .executeBlocking(this::stored)
        .compose(
            known -> {
              registry.restore(known);
              return Future.all(
                  link.subscribeToKept(
                      topics.everyPresence(), message -> here(() -> presence(message))),
                  link.subscribeToKept(
                      topics.everyReported(), message -> here(() -> reported(message))));
            });
  }

  @Override
  public Future<?> stop() {
    return storeThreads.executeBlocking(
        () -> {
          if (drives.getAsBoolean()) {
            store.save(rows(unsaved));
          }
          return null;
        });
  }

  /** Takes over to keep it: what only this controller has heard so far is stored. */
  public Future<?> begin() {
    return refresh().onSuccess(done -> registry.all().forEach(node -> unsaved.add(node.id())));
  }

  /** Takes over labels that another controller stored. */
  public Future<?> refresh() {
    return storeThreads
        .executeBlocking(this::stored, false)
        .onSuccess(
            known ->
                known.forEach(
                    node -> {
                      if (registry.label(node.id(), node.labelsSet()).isEmpty()) {
                        registry.restore(List.of(node));
                      }
                    }));
  }

  /** Which nodes there are. */
  public FleetRegistry registry() {
    return registry;
  }

  /**
   * Adds a listener that is told of each node that changed, on the fleet's event loop, so it must
   * not block.
   */
  public void onChange(Consumer<KnownNode> listener) {
    listeners.add(listener);
  }

  /** Adds a listener that is told of each node whose presence was cleared: it is gone for good. */
  public void onCleared(Consumer<NodeId> listener) {
    ofCleared.add(listener);
  }

  /**
   * Gives a node labels, in place of those it was given before; may be called from any thread.
   *
   * @param check looks at the node just before; what it throws is why nothing is changed
   * @return the node with them, once that is stored; empty if there is no such node
   */
  public Future<Optional<KnownNode>> label(
      NodeId id, Map<String, String> labels, Consumer<KnownNode> check) {
    Promise<Optional<KnownNode>> labelled = Promise.promise();
    here(
        () -> {
          try {
            registry.node(id).ifPresent(check);
          } catch (RuntimeException e) {
            labelled.fail(e);
            return;
          }
          Optional<KnownNode> node = registry.label(id, labels);
          if (node.isEmpty()) {
            labelled.complete(node);
            return;
          }
          changed(id);
          storeThreads
              .executeBlocking(
                  () -> {
                    store.save(rows(Set.of(id)));
                    return node;
                  })
              .onComplete(labelled);
        });
    return labelled.future();
  }

  private List<KnownNode> stored() throws MalformedMessageException {
    List<KnownNode> known = new ArrayList<>();
    for (NodeStore.Row row : store.all()) {
      known.add(FleetRecords.node(row));
    }
    return known;
  }

  private void presence(InboundMessage message) {
    if (message.payload().length == 0) {
      cleared(message.topic());
      return;
    }
    try {
      Presence presence = MessageCodec.decode(message.payload(), Presence.class);
      requireOwnTopic(message, presence.node());
      doubted.remove(presence.node());
      if (registry.accept(presence, message.retained(), Instant.now())) {
        LOG.info("nodeId={} presence={}", presence.node(), presence.state());
        changed(presence.node());
      }
    } catch (MalformedMessageException | IllegalArgumentException e) {
      link.refusals().refuse(Kind.PRESENCE, message.topic(), String.valueOf(e.getMessage()));
    }
  }

  /** Who did that knows that the node is gone for good. */
  private void cleared(String topic) {
    try {
      NodeId node = topics.nodeOf(topic);
      ofCleared.forEach(listener -> listener.accept(node));
    } catch (IllegalArgumentException e) {
      link.refusals().refuse(Kind.PRESENCE, topic, String.valueOf(e.getMessage()));
    }
  }

  private void reported(InboundMessage message) {
    if (message.payload().length == 0) {
      return;
    }
    try {
      ReportedState reported = MessageCodec.decode(message.payload(), ReportedState.class);
      requireOwnTopic(message, reported.node());
      if (registry.accept(reported, Instant.now())) {
        changed(reported.node());
      }
    } catch (MalformedMessageException | IllegalArgumentException e) {
      link.refusals().refuse(Kind.REPORTED, message.topic(), String.valueOf(e.getMessage()));
    }
  }

  private void requireOwnTopic(InboundMessage message, NodeId node) {
    if (!topics.nodeOf(message.topic()).equals(node)) {
      throw new IllegalArgumentException("node " + node + " speaks on another's topic");
    }
  }

  private void changed(NodeId id) {
    unsaved.add(id);
    registry.node(id).ifPresent(node -> listeners.forEach(listener -> listener.accept(node)));
  }

  /** A broker without memory also forgot the wills of nodes that died while it was away. */
  private void reconnected(boolean resumed) {
    if (resumed) {
      return;
    }
    registry.all().stream().filter(KnownNode::online).forEach(node -> doubted.add(node.id()));
    vertx.setTimer(
        DOUBT_MILLIS,
        timer -> {
          for (NodeId id : List.copyOf(doubted)) {
            if (registry.lost(id)) {
              LOG.info("nodeId={} has not come back to the broker", id);
              changed(id);
            }
          }
          doubted.clear();
        });
  }

  private void save() {
    if (saving || unsaved.isEmpty() || !drives.getAsBoolean()) {
      return;
    }
    saving = true;
    Set<NodeId> now = new LinkedHashSet<>(unsaved);
    unsaved.clear();
    storeThreads
        .executeBlocking(
            () -> {
              store.save(rows(now));
              return null;
            })
        .onComplete(
            saved -> {
              saving = false;
              if (saved.failed()) {
                unsaved.addAll(now);
              }
              if (saved.failed() && !storeFails) {
                LOG.warn(
                    "nodes={} not stored, tried again: {}", now.size(), saved.cause().toString());
              }
              storeFails = saved.failed();
            });
  }

  private List<NodeStore.Row> rows(Set<NodeId> ids) {
    return ids.stream().flatMap(id -> registry.node(id).stream()).map(FleetRecords::row).toList();
  }

  private void here(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }
}
