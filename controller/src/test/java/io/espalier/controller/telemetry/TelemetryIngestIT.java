package io.espalier.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.TestBroker;
import io.espalier.controller.Watcher;
import io.espalier.controller.fleet.FleetRegistry;
import io.espalier.controller.link.ControllerLink;
import io.espalier.controller.store.Store;
import io.espalier.controller.store.TelemetryStore;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.DroppedSamples;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.TelemetryAck;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryIngestIT {
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final NodeId NODE = new NodeId("pi-1");
  private static final long EPOCH = 12;

  @TempDir private Path directory;

  private final Vertx vertx = Vertx.vertx();
  private TestBroker broker;
  private BrokerLink node;
  private Watcher acks;
  private Store store;
  private TelemetryIngest ingest;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker();
    acks = new Watcher(broker.address(), TOPICS.acks(NODE));
    store = Store.open(directory.resolve("db"));
    ControllerLink link = new ControllerLink(broker.address(), "telemetry");
    ingest =
        new TelemetryIngest(
            link,
            link,
            TOPICS,
            TOPICS.everyTelemetry(),
            store.telemetry(),
            new FleetRegistry(),
            new LatestFigures());
    TestBroker.deploy(vertx, link);
    TestBroker.deploy(vertx, ingest);
    node = new BrokerLink(new LinkConfig(broker.address(), "pi-1", null, 0));
    node.start().join();
  }

  @AfterEach
  void stop() {
    node.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    store.close();
    acks.close();
    broker.close();
  }

  @Test
  void records_areAcknowledgedOnceTheyAreStored() {
    for (long seq = 0; seq < 300; seq++) {
      send(sample(NODE, seq));
    }
    awaitMark(299);
    assertThat(store.telemetry().totals()).isEqualTo(new TelemetryStore.Totals(300, 0));
    assertThat(acks.messages().size()).as("many records, few words").isLessThan(10);
  }

  @Test
  void recordsThatComeAgain_areStoredOnceAndAcknowledgedAgain() {
    send(sample(NODE, 0));
    awaitMark(0);
    int before = acks.messages().size();
    send(sample(NODE, 0));
    Awaitility.await().until(() -> acks.messages().size() > before);
    assertThat(ingest.counts().duplicates()).isEqualTo(1);
    assertThat(ingest.counts().stored()).isEqualTo(1);
  }

  @Test
  void recordsThatTheNodeDropped_areNotWaitedFor() {
    send(sample(NODE, 0));
    publish(TOPICS.droppedTelemetry(NODE), new DroppedSamples(stamp(4), NODE, EPOCH, 1, 3));
    awaitMark(4);
    assertThat(ingest.counts().dropped()).isEqualTo(3);
  }

  @Test
  void badTelemetry_isCountedAndHoldsNothingUp() {
    send(sample(NODE, 0));
    publish(TOPICS.systemTelemetry(NODE), "rubbish");
    publish(TOPICS.systemTelemetry(NODE), new Bare(stamp(1)));
    publish(TOPICS.systemTelemetry(NODE), sample(new NodeId("pi-2"), 2));
    node.publish(
            OutboundMessage.event(
                Topics.DEFAULT_PREFIX + "/nodes/pi-1/telemetry/weather",
                MessageCodec.encode(sample(NODE, 3))))
        .join();
    send(sample(NODE, new Stamp(Stamp.SCHEMA, EPOCH, 4, Instant.MAX, true)));
    send(sample(NODE, 5));
    awaitMark(5);
    assertThat(ingest.counts().refused()).isEqualTo(5);
    assertThat(ingest.counts().stored()).isEqualTo(2);
    assertThat(store.telemetry().mark("pi-2", EPOCH)).isEmpty();
  }

  private record Bare(Stamp stamp) {}

  private void awaitMark(long upTo) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> acks.messages().stream().anyMatch(m -> mark(m.payload()) == upTo));
    assertThat(store.telemetry().mark("pi-1", EPOCH).orElseThrow().upTo()).isEqualTo(upTo);
  }

  private static long mark(byte[] payload) {
    try {
      TelemetryAck ack = MessageCodec.decode(payload, TelemetryAck.class);
      assertThat(ack.node()).isEqualTo(NODE);
      return ack.marks().get(0).upTo();
    } catch (MalformedMessageException e) {
      throw new AssertionError(new String(payload, StandardCharsets.UTF_8), e);
    }
  }

  private void send(SystemSample sample) {
    publish(TOPICS.systemTelemetry(sample.node()), sample);
  }

  private void publish(String topic, Object message) {
    node.publish(OutboundMessage.event(topic, MessageCodec.encode(message))).join();
  }

  private static SystemSample sample(NodeId node, long seq) {
    return sample(node, stamp(seq));
  }

  private static SystemSample sample(NodeId node, Stamp stamp) {
    return new SystemSample(stamp, node, 1.5, 1 << 20, 2.5, 1 << 20, 1 << 21, null, null, null);
  }

  private static Stamp stamp(long seq) {
    return new Stamp(Stamp.SCHEMA, EPOCH, seq, Instant.EPOCH, true);
  }
}
