package io.espalier.controller.openapi;

import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.TestBroker;
import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.simulation.SyntheticModel;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.SystemSample;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** A controller with what the examples in the description name: node pi-1, and what it measured. */
final class DescribedFleet implements AutoCloseable {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final NodeId NODE = new NodeId("pi-1");

  private final TestBroker broker;
  private final BrokerLink node;
  private final FleetWiring fleet;
  private final Digest model;

  DescribedFleet(Path directory) throws Exception {
    broker = new TestBroker();
    node = new BrokerLink(new LinkConfig(broker.address(), "pi-1", null, 0));
    node.start().join();
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    fleet =
        new FleetWiring(new FleetConfig(any, directory, broker.address(), any, TOPICS, 0, null));
    NodeDescriptor descriptor =
        new NodeDescriptor("board", "aarch64", 4, 1L << 32, "Linux", "0.1.0", "2.20.0", null);
    say(
        OutboundMessage.retained(
            TOPICS.presence(NODE),
            MessageCodec.encode(new Presence(stamp(), NODE, Presence.State.ONLINE, descriptor))));
    say(
        OutboundMessage.event(
            TOPICS.systemTelemetry(NODE),
            MessageCodec.encode(
                new SystemSample(
                    stamp(), NODE, 12.5, 1L << 24, 20, 1L << 30, 1L << 32, 48.5, null, null))));
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> client().get("/nodes/pi-1", Map.of(), NodeView.class).online());
    Awaitility.await()
        .until(
            () ->
                !client()
                    .get("/telemetry", Map.of(), TelemetryView.Several.class)
                    .records()
                    .isEmpty());
    model =
        client()
            .upload(
                "/artifacts",
                Map.of("kind", "model", "name", "digits"),
                SyntheticModel.of(SyntheticModel.LEAST_BYTES, 1),
                ArtifactView.class)
            .digest();
  }

  /** A model that can be rolled out. */
  Digest model() {
    return model;
  }

  Set<String> operations() {
    return fleet.operations();
  }

  ApiClient client() {
    return new ApiClient("http://127.0.0.1:" + fleet.httpPort());
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + fleet.httpPort() + "/api/v1");
  }

  @Override
  public void close() {
    fleet.close();
    node.close();
    broker.close();
  }

  private void say(OutboundMessage message) {
    node.publish(message).join();
  }

  private static Stamp stamp() {
    return new Stamp(Stamp.SCHEMA, 1, 0, Instant.now(), true);
  }
}
