package io.espalier.controller.homeassistant;

import io.espalier.controller.fleet.Fleet;
import io.espalier.controller.fleet.KnownNode;
import io.espalier.controller.link.ControllerLink;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.DiscoveryTopics;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Home Assistant of every node, retained, so that it knows them after it was restarted; again
 * when a node is something else or runs another model, and no more once a node is forgotten.
 */
public final class Discovery extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
  private static final long SAY_MILLIS = 200;

  private final ControllerLink link;
  private final Topics topics;
  private final DiscoveryTopics discovery;
  private final Fleet fleet;
  private final Function<Digest, Optional<String>> names;
  private final Map<NodeId, Said> said = new HashMap<>();
  private final Set<NodeId> changed = new HashSet<>();
  private final Set<NodeId> gone = new HashSet<>();

  /** What a device's message depends on. */
  private record Said(String hardware, @Nullable String version, @Nullable Digest model) {
    static Said of(KnownNode node) {
      return new Said(
          node.hardware(),
          node.descriptor() == null ? null : node.descriptor().agent(),
          node.running().orElse(null));
    }
  }

  /**
   * Tells of that fleet.
   *
   * @param names of models
   */
  public Discovery(
      ControllerLink link,
      Topics topics,
      DiscoveryTopics discovery,
      Fleet fleet,
      Function<Digest, Optional<String>> names) {
    this.link = link;
    this.topics = topics;
    this.discovery = discovery;
    this.fleet = fleet;
    this.names = names;
  }

  @Override
  public Future<?> start() {
    fleet.onChange(node -> context.runOnContext(here -> heard(node)));
    fleet.onCleared(node -> context.runOnContext(here -> forget(node)));
    link.onSession(resumed -> context.runOnContext(here -> again(resumed)));
    vertx.setPeriodic(SAY_MILLIS, timer -> say());
    return Future.succeededFuture();
  }

  /** Who was forgotten is told of again once it is there again. */
  private void heard(KnownNode node) {
    if (node.online()) {
      gone.remove(node.id());
    }
    if (!gone.contains(node.id())) {
      changed.add(node.id());
    }
  }

  /** A broker that knows nothing of the session may have lost what it retained, too. */
  private void again(boolean resumed) {
    if (!resumed) {
      changed.addAll(said.keySet());
      said.clear();
    }
  }

  private void say() {
    Set<NodeId> now = Set.copyOf(changed);
    changed.clear();
    for (NodeId id : now) {
      fleet.registry().node(id).ifPresent(this::say);
    }
  }

  private void say(KnownNode node) {
    Said what = Said.of(node);
    if (node.descriptor() == null || what.equals(said.put(node.id(), what))) {
      return;
    }
    byte[] device = MessageCodec.encode(Device.of(node, topics, discovery, names));
    link.publish(OutboundMessage.retained(discovery.device(node.id()), device))
        .onFailure(
            failure -> {
              said.remove(node.id());
              LOG.warn("nodeId={} not told to Home Assistant: {}", node.id(), failure.toString());
            });
  }

  private void forget(NodeId node) {
    changed.remove(node);
    said.remove(node);
    if (gone.add(node)) {
      link.publish(OutboundMessage.clear(discovery.device(node)));
    }
  }
}
