package io.espalier.controller.homeassistant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.Watcher;
import io.espalier.fixtures.Mosquitto;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.DiscoveryTopics;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Home Assistant finds on a real Mosquitto. */
class DiscoveryIT {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final NodeId NODE = new NodeId("shop.7");
  private static final String CONFIG = "homeassistant/device/espalier_shop_7/config";

  @TempDir private Path directory;

  @Test
  void node_appearsRetained_andIsWithdrawnWhenItIsRemoved() throws Exception {
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    try (Mosquitto mosquitto = Mosquitto.forgetful(directory);
        FleetWiring fleet =
            new FleetWiring(
                new FleetConfig(
                        any, directory.resolve("data"), mosquitto.uri(), any, TOPICS, 0, null)
                    .with(new DiscoveryTopics(DiscoveryTopics.DEFAULT_PREFIX)));
        BrokerLink node = new BrokerLink(new LinkConfig(mosquitto.uri(), "shop.7", null, 0))) {
      URI address = mosquitto.uri();
      node.start().join();
      byte[] presence = MessageCodec.encode(presence());
      node.publish(OutboundMessage.retained(TOPICS.presence(NODE), presence)).join();
      Awaitility.await().until(() -> Watcher.retained(address, "homeassistant").contains(CONFIG));
      JsonNode device = device(address);
      assertThat(device.at("/device/name").asText()).isEqualTo("shop.7");
      assertThat(device.at("/origin/name").asText()).isEqualTo("espalier");
      assertThat(device.at("/availability/0/topic").asText()).isEqualTo(TOPICS.presence(NODE));
      assertThat(device.at("/components/temperature/state_topic").asText())
          .isEqualTo(TOPICS.systemTelemetry(NODE));
      assertThat(device.at("/components").findValuesAsText("unique_id"))
          .hasSize(5)
          .doesNotHaveDuplicates()
          .allMatch(id -> id.startsWith("espalier_shop_7_"));

      node.publish(OutboundMessage.clear(TOPICS.presence(NODE))).join();
      Awaitility.await().until(() -> Watcher.retained(address, "homeassistant").isEmpty());
      assertThat(fleet.broker()).isEqualTo(address);
    }
  }

  @Test
  void whatWasTold_isTakenBackOnceItIsSwitchedOff_orTheTopicsAreOthers() throws Exception {
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    Path data = directory.resolve("data");
    try (Mosquitto mosquitto = Mosquitto.forgetful(directory);
        BrokerLink node = new BrokerLink(new LinkConfig(mosquitto.uri(), "shop.7", null, 0))) {
      URI address = mosquitto.uri();
      FleetConfig off = new FleetConfig(any, data, address, any, TOPICS, 0, null);
      FleetConfig usual = off.with(new DiscoveryTopics(DiscoveryTopics.DEFAULT_PREFIX));
      FleetConfig other = off.with(new DiscoveryTopics("ha"));
      node.start().join();
      byte[] presence = MessageCodec.encode(presence());
      node.publish(OutboundMessage.retained(TOPICS.presence(NODE), presence)).join();
      untilRetained(usual, Set.of(CONFIG));
      untilRetained(other, Set.of(CONFIG.replace("homeassistant", "ha")));
      untilRetained(off, Set.of());
      assertThat(Watcher.retained(address, Topics.DEFAULT_PREFIX))
          .as("what is not Home Assistant's stays")
          .contains(TOPICS.presence(NODE));
    }
  }

  /** Has a controller run until that is retained for Home Assistant, and it remembers no more. */
  private static void untilRetained(FleetConfig config, Set<String> topics) throws Exception {
    try (FleetWiring fleet = new FleetWiring(config)) {
      Awaitility.await().until(() -> retained(fleet.broker()), topics::equals);
      ToldPrefixes told = ToldPrefixes.in(config.dataDirectory());
      Awaitility.await().until(() -> told.read().size() == topics.size());
    }
  }

  private static Set<String> retained(URI broker) {
    Set<String> topics = new HashSet<>(Watcher.retained(broker, "homeassistant"));
    topics.addAll(Watcher.retained(broker, "ha"));
    return topics;
  }

  private static JsonNode device(URI address) throws Exception {
    try (Watcher watcher = new Watcher(address, CONFIG)) {
      Awaitility.await().until(() -> watcher.to(CONFIG) == 1);
      byte[] payload = watcher.messages().get(0).payload();
      assertThat(new String(payload, UTF_8)).doesNotContain("null");
      return MessageCodec.decode(payload, JsonNode.class);
    }
  }

  private static Presence presence() {
    return new Presence(
        new Stamp(Stamp.SCHEMA, 1, 0, Instant.EPOCH, true),
        NODE,
        Presence.State.ONLINE,
        new NodeDescriptor("pi-4", "arm64", 4, 1L << 30, "Linux", "1", "2", new TreeMap<>()));
  }
}
