package io.espalier.simulator.node;

import io.espalier.node.telemetry.Stamps;
import io.espalier.node.telemetry.TelemetryBuffer;
import io.espalier.node.telemetry.TelemetryKind;
import io.espalier.node.telemetry.TelemetryPublisher;
import io.espalier.node.telemetry.TelemetryRecord;
import io.espalier.node.telemetry.TelemetrySchedule;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.link.OutboundMessage;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.DroppedSamples;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.telemetry.TelemetryAck;
import io.espalier.simulator.mqtt.MqttSession;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of one node: made-up samples through the agent's own buffer and schedule. Belongs
 * to the event loop of its session.
 */
final class SimulatedTelemetry {
  private static final int MEMORY_BYTES = 256 << 10;
  private static final long MEMORY_OF_NODE = 1L << 30;

  private final NodeId node;
  private final Stamps stamps;
  private final SimulatedInference inference;
  private final TelemetryBuffer buffer;
  private final TelemetrySchedule schedule;
  private long made;

  SimulatedTelemetry(
      NodeId node,
      Stamps stamps,
      Topics topics,
      MqttSession session,
      SimulatedInference inference) {
    this.node = node;
    this.stamps = stamps;
    this.inference = inference;
    this.buffer =
        new TelemetryBuffer(
            stamps.epoch(),
            MEMORY_BYTES,
            (seq, epoch, first, last) ->
                MessageCodec.encode(new DroppedSamples(stamp(seq), node, epoch, first, last)));
    this.schedule =
        new TelemetrySchedule(
            buffer, new ToSession(node, topics, session), session.loop(), System::nanoTime);
  }

  /** Makes the samples of one interval. */
  void sample(@Nullable DesiredState serving) {
    add(
        TelemetryKind.SYSTEM,
        stamp ->
            new SystemSample(
                stamp,
                node,
                1,
                inference.rssBytes(),
                5,
                MEMORY_OF_NODE / 4,
                MEMORY_OF_NODE,
                null,
                0L,
                buffer.dropped()));
    if (serving != null) {
      add(
          TelemetryKind.INFERENCE,
          stamp -> new InferenceSample(stamp, node, serving.model(), inference.latency()));
    }
    schedule.added();
  }

  void connected() {
    schedule.connected();
  }

  void acknowledged(TelemetryAck ack) {
    schedule.acknowledged(ack);
  }

  void tick() {
    schedule.tick();
  }

  /** Samples made so far. */
  long made() {
    return made;
  }

  /** Samples that are not known to be stored. */
  int outstanding() {
    return buffer.inMemory();
  }

  /** A message with its number. */
  private interface Numbered {
    Object with(Stamp stamp);
  }

  private void add(TelemetryKind kind, Numbered message) {
    buffer.add(kind, seq -> MessageCodec.encode(message.with(stamp(seq))));
    made++;
  }

  private Stamp stamp(long seq) {
    Stamp now = stamps.next();
    return new Stamp(now.schema(), now.epoch(), seq, now.at(), now.clockSynchronised());
  }

  private record ToSession(NodeId node, Topics topics, MqttSession session)
      implements TelemetryPublisher {
    @Override
    public boolean isConnected() {
      return session.isConnected();
    }

    @Override
    public CompletableFuture<Void> publish(TelemetryRecord record) {
      return session.publish(OutboundMessage.event(topic(record.kind()), record.payload()));
    }

    private String topic(TelemetryKind kind) {
      return switch (kind) {
        case SYSTEM -> topics.systemTelemetry(node);
        case INFERENCE -> topics.inferenceTelemetry(node);
        case ACCURACY -> topics.accuracyTelemetry(node);
        case DRIFT -> topics.driftTelemetry(node);
        case DROPPED -> topics.droppedTelemetry(node);
      };
    }
  }
}
