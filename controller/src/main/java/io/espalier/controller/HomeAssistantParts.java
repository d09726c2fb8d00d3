package io.espalier.controller;

import io.espalier.controller.fleet.Fleet;
import io.espalier.controller.homeassistant.Discovery;
import io.espalier.controller.homeassistant.ToldPrefixes;
import io.espalier.controller.homeassistant.Withdrawal;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.store.NodeStore;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.protocol.DiscoveryTopics;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * What tells Home Assistant of nodes, and takes back what it was told where that is not wanted any
 * more.
 *
 * @param nodes that it may have been told of
 * @param storeThreads read them
 */
record HomeAssistantParts(FleetConfig config, NodeStore nodes, WorkerExecutor storeThreads) {
  /** Starts them, before the link, so that they hear of its first connection. */
  void startAll(
      Parts parts, ControllerLink link, Fleet fleet, Function<Digest, Optional<String>> names)
      throws IOException, ExecutionException, InterruptedException {
    ToldPrefixes told = ToldPrefixes.in(config.dataDirectory());
    DiscoveryTopics now = config.homeAssistant();
    for (DiscoveryTopics before : told.read()) {
      if (!before.equals(now)) {
        parts.deploy(new Withdrawal(link, before, nodes, told, storeThreads));
      }
    }
    if (now != null) {
      told.add(now);
      parts.deploy(new Discovery(link, config.topics(), now, fleet, names));
    }
  }
}
