package io.espalier.controller.dashboard;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.BrokerLink;
import io.espalier.shared.link.InboundMessage;
import io.espalier.shared.link.LinkConfig;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.BoardState;
import io.espalier.shared.telemetry.CardState;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.Throttling;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that speak over one connection: they run whatever they are asked to, and say how right and
 * how fast it is. What they measure is made up, and the same each time.
 */
final class FakeFleet implements AutoCloseable {
  private static final List<String> BOARDS =
      List.of("Raspberry Pi 4 Model B", "Raspberry Pi 5 Model B", "Raspberry Pi Zero 2 W");
  private static final List<String> GROUPS = List.of("shops", "depots", "lab");
  private static final long EPOCH = 1;
  private static final int SAMPLES = 250;
  private static final long GIB = 1L << 30;

  private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
  private final BrokerLink link;
  private final Map<NodeId, Digest> running = new ConcurrentHashMap<>();
  private final Set<Digest> worse = ConcurrentHashMap.newKeySet();
  private final Map<Digest, Integer> slow = new ConcurrentHashMap<>();
  private final Map<NodeId, AtomicLong> records = new ConcurrentHashMap<>();
  private final AtomicLong reports = new AtomicLong();

  /** Nobody yet. */
  FakeFleet(URI broker) throws Exception {
    link = new BrokerLink(new LinkConfig(broker, "fake-fleet", null, 0));
    link.start().get(30, TimeUnit.SECONDS);
    link.subscribe(List.of(topics.desired(new NodeId("pi")).replace("/pi/", "/+/")), this::desired)
        .get(30, TimeUnit.SECONDS);
  }

  /** The node of a number. */
  static NodeId id(int number) {
    return new NodeId("pi-%03d".formatted(number));
  }

  /** A node connects. */
  void appear(int number) {
    NodeDescriptor descriptor =
        new NodeDescriptor(
            BOARDS.get(number % BOARDS.size()),
            "aarch64",
            4,
            number % BOARDS.size() == 2 ? GIB / 2 : 4 * GIB,
            "Raspberry Pi OS 12",
            "0.1.0",
            "2.20.0",
            new TreeMap<>(Map.of("group", GROUPS.get(number / 2 % GROUPS.size()))));
    say(
        topics.presence(id(number)),
        new Presence(report(), id(number), Presence.State.ONLINE, descriptor));
  }

  /** A node leaves. */
  void leave(int number) {
    say(
        topics.presence(id(number)),
        new Presence(report(), id(number), Presence.State.OFFLINE, null));
  }

  /** From now on that model is wrong more often than others. */
  void isWorse(Digest model) {
    worse.add(model);
  }

  /** From now on only so many nodes get to run that model; the others are asked, and busy. */
  void isTakenUpBy(Digest model, int nodes) {
    slow.put(model, nodes);
  }

  /** A node measures itself and its model. */
  void measure(int number, double load) {
    NodeId node = id(number);
    long memory = number % BOARDS.size() == 2 ? GIB / 2 : 4 * GIB;
    tell(
        topics.systemTelemetry(node),
        new SystemSample(
            record(node),
            node,
            40 * load,
            90 << 20,
            Math.min(100, 12 + 70 * load + number % 7),
            (long) (memory * (0.3 + 0.5 * (number * 37 % 100) / 100)),
            memory,
            46.0 + 22 * load + number % 9,
            null,
            null,
            board(number, load)));
    Digest model = running.get(node);
    if (model != null) {
      double p50 = latency(number);
      tell(
          topics.inferenceTelemetry(node),
          new InferenceSample(
              record(node),
              node,
              model,
              new LatencySummary(p50, 1.2 * p50, p50 * (1.5 + load), 1000)));
      int correct = correct(number, model);
      tell(
          topics.accuracyTelemetry(node),
          AccuracySample.of(record(node), node, model, correct, SAMPLES));
    }
  }

  /** Every third says nothing of itself, as a PC; a Pi under load gets slower. */
  private static @Nullable BoardState board(int number, double load) {
    boolean isSlowed = load > 0.8;
    return number % BOARDS.size() == 1
        ? null
        : new BoardState(
            isSlowed ? 1_000 : 1_500,
            1_500,
            "ondemand",
            new Throttling(isSlowed ? 0x80008 : 0),
            new CardState("mmcblk0", 700L << 20, null, null));
  }

  /** How many nodes run that model. */
  long running(Digest model) {
    return running.values().stream().filter(model::equals).count();
  }

  @Override
  public void close() {
    link.close();
  }

  private void desired(InboundMessage message) {
    if (message.payload().length == 0) {
      return;
    }
    NodeId node = topics.nodeOf(message.topic());
    try {
      DesiredState desired = MessageCodec.decode(message.payload(), DesiredState.class);
      if (running(desired.model()) >= slow.getOrDefault(desired.model(), Integer.MAX_VALUE)) {
        return;
      }
      int number = Integer.parseInt(node.value().substring(3));
      Digest before = running.put(node, desired.model());
      say(
          topics.reported(node),
          new ReportedState(
              report(),
              node,
              Phase.ACTIVE,
              desired.deployment(),
              new RunningModel(
                  desired.model(), desired.deployment(), desired.acceptance().goodInferences(), 0),
              before,
              null,
              desired.probe() == null ? null : evidence(number, desired.model(), before),
              null,
              null));
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private Evidence evidence(int number, Digest model, @Nullable Digest before) {
    int correct = correct(number, model);
    Evidence.Against against = null;
    if (before != null) {
      int then = correct(number, before);
      int gained = Math.max(0, correct - then) + 2;
      against = new Evidence.Against(before, then, then - correct + gained, gained, null);
    }
    double p50 = latency(number);
    return new Evidence(
        model,
        SAMPLES,
        correct,
        null,
        against,
        new LatencySummary(p50, 1.2 * p50, 1.6 * p50, SAMPLES),
        (88L + number % 5) << 20);
  }

  private int correct(int number, Digest model) {
    return (worse.contains(model) ? 205 : 239) + number * 13 % 5;
  }

  private static double latency(int number) {
    return List.of(310.0, 180.0, 890.0).get(number % BOARDS.size()) * (1 + number % 11 / 60.0);
  }

  private void tell(String topic, Object record) {
    var unused = link.publish(OutboundMessage.event(topic, MessageCodec.encode(record)));
  }

  private void say(String topic, Object message) {
    var unused = link.publish(OutboundMessage.retained(topic, MessageCodec.encode(message)));
  }

  private Stamp report() {
    return new Stamp(Stamp.SCHEMA, EPOCH, reports.getAndIncrement(), Instant.now(), true);
  }

  /** Numbered for each node alone, for the controller looks for gaps in it. */
  private Stamp record(NodeId node) {
    long number = records.computeIfAbsent(node, first -> new AtomicLong()).getAndIncrement();
    return new Stamp(Stamp.SCHEMA, EPOCH, number, Instant.now(), true);
  }
}
