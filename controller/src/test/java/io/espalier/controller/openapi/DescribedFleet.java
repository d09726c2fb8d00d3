package io.espalier.controller.openapi;

import io.espalier.controller.FleetConfig;
import io.espalier.controller.FleetWiring;
import io.espalier.controller.TestBroker;
import io.espalier.controller.access.Secret;
import io.espalier.controller.api.ArtifactView;
import io.espalier.controller.api.NodeView;
import io.espalier.controller.api.TelemetryView;
import io.espalier.controller.client.ApiClient;
import io.espalier.controller.client.ServerAccess;
import io.espalier.controller.simulation.SyntheticModel;
import io.espalier.controller.store.StoreConfig;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.probe.ProbeSet;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.SystemSample;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** A controller with what the examples in the description name: node pi-1, and what it measured. */
public final class DescribedFleet implements AutoCloseable {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final NodeId NODE = new NodeId("pi-1");
  private static final byte[] PROBE =
      new ProbeSet(2, new float[] {0.5f, 0.25f, 1, 0}, new int[] {1, 0}).encode();

  private final TestBroker broker;
  private final BrokerLink node;
  private final Path directory;
  private final StoreConfig store;
  private FleetWiring fleet;
  private final Digest model;

  /** Starts it on a directory of its own. */
  public DescribedFleet(Path directory) throws Exception {
    this(directory, StoreConfig.USUAL);
  }

  /** The same in that store. */
  public DescribedFleet(Path directory, StoreConfig store) throws Exception {
    this.store = store;
    broker = new TestBroker();
    node = new BrokerLink(new LinkConfig(broker.address(), "pi-1", null, 0));
    node.start().join();
    this.directory = directory;
    start();
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

  /** Starts it on what it left behind. */
  void start() throws Exception {
    FleetConfig.Address any = new FleetConfig.Address("127.0.0.1", 0);
    fleet =
        new FleetWiring(
            new FleetConfig(any, directory, broker.address(), any, TOPICS, 0, null).with(store));
  }

  void stop() {
    fleet.close();
  }

  void restart() throws Exception {
    stop();
    start();
  }

  /** A model that can be rolled out. */
  public Digest model() {
    return model;
  }

  Set<String> operations() {
    return fleet.operations();
  }

  /** Asks it without a token. */
  public ApiClient client() {
    return new ApiClient(fleet.address());
  }

  /** Asks it with a token. */
  public ApiClient client(String token) {
    return new ApiClient(new ServerAccess(URI.create(fleet.address()), Secret.parse(token), null));
  }

  /** Where it listens. */
  public int port() {
    return fleet.httpPort();
  }

  /** Examples that only this fleet knows, by name of the parameter or operation. */
  public Map<String, Buffer> examples() {
    String rollout = "{\"name\":\"digits-1\",\"model\":\"%s\",\"to\":\"all\"}".formatted(model);
    return Map.of(
        "addArtifact",
        Buffer.buffer(PROBE),
        "beginRollout",
        Buffer.buffer(rollout),
        "digest",
        Buffer.buffer(Digest.of(PROBE).hex()));
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
