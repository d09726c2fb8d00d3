package io.espalier.simulator.node;

import io.espalier.node.telemetry.Stamps;
import io.espalier.shared.artifact.BuildVersion;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.link.Backoff;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.TelemetryAck;
import io.espalier.simulator.mqtt.MqttLoops;
import io.espalier.simulator.mqtt.MqttSession;
import io.espalier.simulator.mqtt.SessionConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One node that does not exist. What it says can be told from what real nodes say: its hardware,
 * its agent and its label say that it is simulated. Its methods may be called from any thread.
 */
public final class SimulatedNode implements MqttSession.Listener {
  private static final System.Logger LOG = System.getLogger(SimulatedNode.class.getName());
  private static final String SIMULATED = "SIMULATED";
  private static final long SESSION_EXPIRY_SECONDS = 300;
  private static final int KEEP_ALIVE_SECONDS = 15;
  private static final int TICK_SECONDS = 5;

  private final NodeId node;
  private final Topics topics;
  private final Nature nature;
  private final RandomGenerator random;
  private final Stamps stamps;
  private final MqttSession session;
  private final SimulatedDeployment deployment;
  private final SimulatedTelemetry telemetry;
  private int breaks;
  private int flips;
  private volatile boolean connected;
  private volatile boolean sampling;
  private volatile long made;
  private volatile int outstanding;

  /**
   * A node that is not there yet.
   *
   * @param random all of its chance
   */
  public SimulatedNode(
      NodeId node,
      Nature nature,
      Topics topics,
      Stamps stamps,
      Backoff backoff,
      MqttLoops loops,
      Verified verified,
      Progress progress,
      RandomGenerator random) {
    this.node = node;
    this.topics = topics;
    this.nature = nature;
    this.random = random;
    this.stamps = stamps;
    this.session =
        loops.session(
            new SessionConfig(
                "espalier-node-" + node,
                offline(),
                SESSION_EXPIRY_SECONDS,
                KEEP_ALIVE_SECONDS,
                backoff),
            random);
    SimulatedInference inference = new SimulatedInference(nature, random);
    this.telemetry = new SimulatedTelemetry(node, stamps, topics, session, inference);
    this.deployment =
        new SimulatedDeployment(
            node, stamps, topics, session, verified, inference, progress, random);
  }

  /** Which node. */
  public NodeId id() {
    return node;
  }

  /** Connects, and comes back whenever it must. */
  public void start() {
    loop()
        .execute(
            () -> {
              deployment.start();
              session.subscribe(
                  List.of(
                      topics.trials(node),
                      topics.desired(node),
                      topics.acks(node),
                      topics.infer(node)));
              session.start(this);
              loop()
                  .scheduleWithFixedDelay(
                      () -> {
                        telemetry.tick();
                        count();
                      },
                      random.nextLong(1_000L * TICK_SECONDS),
                      1_000L * TICK_SECONDS,
                      TimeUnit.MILLISECONDS);
            });
  }

  /** Makes samples from now on, the first after a random part of the interval. */
  public void sample(Duration interval) {
    sampling = true;
    loop()
        .scheduleAtFixedRate(
            () -> {
              if (sampling) {
                telemetry.sample(deployment.serving());
                count();
              }
            },
            random.nextLong(interval.toMillis()),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Makes no more samples; those that are not stored are still sent. */
  public void stopSampling() {
    sampling = false;
  }

  /** Says goodbye, and does not come back. */
  public void leave() {
    loop().execute(() -> session.close(offline()));
  }

  /** Whether it is there at this moment. */
  public boolean isConnected() {
    return connected;
  }

  /** Samples that it made. */
  public long made() {
    return made;
  }

  /** Samples that it does not know to be stored. */
  public int outstanding() {
    return outstanding;
  }

  @Override
  public void connected(boolean resumed) {
    connected = true;
    session.publish(
        retained(new Presence(stamps.next(), node, Presence.State.ONLINE, descriptor())));
    telemetry.connected();
    deployment.connected();
  }

  @Override
  public void disconnected() {
    connected = false;
  }

  @Override
  public void arrived(String topic, byte[] payload, Runnable acknowledge) {
    if (nature.slow()) {
      loop()
          .schedule(
              () -> take(topic, payload, acknowledge), Nature.SLOW_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      take(topic, payload, acknowledge);
    }
  }

  private void take(String topic, byte[] payload, Runnable acknowledge) {
    boolean ofArtifact = topic.startsWith(topics.prefix() + "/artifacts/");
    if (ofArtifact
        && nature.losing()
        && breaks < Nature.MOST_BREAKS
        && random.nextDouble() < Nature.BREAKS) {
      breaks++;
      session.cut();
      return;
    }
    if (nature.bad() && topic.contains("/chunks/") && flips < Nature.MOST_FLIPS) {
      flips++;
      payload[random.nextInt(payload.length)] ^= 1;
    }
    if (!(ofArtifact && deployment.takes(topic, payload))) {
      told(topic, payload);
    }
    acknowledge.run();
  }

  private void told(String topic, byte[] payload) {
    try {
      if (topic.equals(topics.desired(node))) {
        deployment.want(
            payload.length == 0
                ? Optional.empty()
                : Optional.of(MessageCodec.decode(payload, DesiredState.class)));
      } else if (topic.equals(topics.acks(node))) {
        telemetry.acknowledged(MessageCodec.decode(payload, TelemetryAck.class));
        count();
      }
    } catch (MalformedMessageException e) {
      LOG.log(System.Logger.Level.WARNING, "topic=" + topic + " " + e.getMessage());
    }
  }

  private void count() {
    made = telemetry.made();
    outstanding = telemetry.outstanding();
  }

  private ScheduledExecutorService loop() {
    return session.loop();
  }

  private OutboundMessage offline() {
    return retained(new Presence(stamps.next(), node, Presence.State.OFFLINE, null));
  }

  private OutboundMessage retained(Presence presence) {
    return OutboundMessage.retained(topics.presence(node), MessageCodec.encode(presence));
  }

  private static NodeDescriptor descriptor() {
    return new NodeDescriptor(
        SIMULATED,
        "simulated",
        1,
        1L << 30,
        SIMULATED,
        SIMULATED + " " + BuildVersion.current(),
        "none, inference is simulated",
        new TreeMap<>(Map.of("simulated", "true")));
  }
}
