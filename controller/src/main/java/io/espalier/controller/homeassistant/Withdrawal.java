package io.espalier.controller.homeassistant;

import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.store.NodeStore;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.DiscoveryTopics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what Home Assistant was told under a prefix, of every node that is known: else it
 * would show them for as long as the broker lives. Started once, at the beginning.
 */
public final class Withdrawal extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Withdrawal.class);

  private final ControllerLink link;
  private final DiscoveryTopics from;
  private final NodeStore nodes;
  private final ToldPrefixes told;
  private final WorkerExecutor storeThreads;
  private boolean begun;

  /**
   * One of what was told under {@code from}.
   *
   * @param nodes that it may have been told of
   * @param told forgets that prefix once nothing is left under it
   */
  public Withdrawal(
      ControllerLink link,
      DiscoveryTopics from,
      NodeStore nodes,
      ToldPrefixes told,
      WorkerExecutor storeThreads) {
    this.link = link;
    this.from = from;
    this.nodes = nodes;
    this.told = told;
    this.storeThreads = storeThreads;
  }

  @Override
  public Future<?> start() {
    link.onSession(resumed -> context.runOnContext(here -> withdraw()));
    return Future.succeededFuture();
  }

  /** Once there is a connection; once is enough, for what is published then outlives it. */
  private void withdraw() {
    if (begun) {
      return;
    }
    begun = true;
    storeThreads
        .executeBlocking(nodes::all, false)
        .compose(known -> Future.all(known.stream().map(this::clear).toList()))
        .compose(cleared -> storeThreads.executeBlocking(this::forget, false))
        .onFailure(
            failure ->
                LOG.warn(
                    "Home Assistant may still show nodes that it was told of under {}: {}",
                    from.prefix(),
                    failure.toString()));
  }

  private Future<Void> clear(NodeStore.Row node) {
    return link.publish(OutboundMessage.clear(from.device(new NodeId(node.id()))));
  }

  private List<DiscoveryTopics> forget() throws Exception {
    told.remove(from);
    return told.read();
  }
}
