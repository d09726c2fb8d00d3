package io.espalier.controller.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.Phase;
import io.espalier.shared.deployment.ReportedState;
import io.espalier.shared.deployment.RunningModel;
import io.espalier.shared.enrol.EnrolmentRequest;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.protocol.MessageCodec;
import io.espalier.shared.protocol.Topics;
import io.espalier.shared.telemetry.AccuracySample;
import io.espalier.shared.telemetry.DriftSample;
import io.espalier.shared.telemetry.DroppedSamples;
import io.espalier.shared.telemetry.InferenceSample;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.telemetry.SystemSample;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialResult;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * A message as it should be.
 *
 * @param on the topics of its kind
 * @param message what it says
 */
record Valid(BiFunction<Topics, NodeId, String> on, Object message) {
  private static final Digest MODEL = Digest.of("model".getBytes(UTF_8));
  private static final LatencySummary LATENCY = new LatencySummary(10, 12, 20, 50);
  private static final long MEBI = 1 << 20;

  /** One of every kind that a controller takes from a broker. */
  static List<Valid> all(NodeId node, long seq) {
    Stamp stamp = stamp(seq);
    return List.of(
        presence(node, stamp),
        reported(node, stamp),
        system(node, stamp),
        of(Topics::inferenceTelemetry, new InferenceSample(stamp, node, MODEL, LATENCY)),
        of(Topics::accuracyTelemetry, AccuracySample.of(stamp, node, MODEL, 9, 10)),
        of(
            Topics::driftTelemetry,
            new DriftSample(stamp, node, MODEL, DriftSample.Statistic.CONFIDENCE, 9, 0.5, 1)),
        of(Topics::droppedTelemetry, new DroppedSamples(stamp, node, 1, seq, seq + 3)),
        of(
            Topics::results,
            new TrialResult.Failed(stamp, new TrialId("experiment/1"), 1, node, "why", null)),
        of(Topics::enrolmentRequest, new EnrolmentRequest(1, node, "a2V5", "cHJvb2Y=")));
  }

  /** What a node says of itself: that it is there, what runs, and how busy it is. */
  static List<Valid> ofANode(NodeId node, long seq) {
    Stamp stamp = stamp(seq);
    return List.of(presence(node, stamp), reported(node, stamp), system(node, stamp));
  }

  String topic(Topics topics, NodeId node) {
    return on.apply(topics, node);
  }

  byte[] payload() {
    return MessageCodec.encode(message);
  }

  boolean isTelemetry() {
    return topic(new Topics("t"), new NodeId("n")).contains("/telemetry/");
  }

  private static Valid presence(NodeId node, Stamp stamp) {
    NodeDescriptor descriptor =
        new NodeDescriptor("pi-4", "aarch64", 4, 1L << 32, "Linux", "1", "2", new TreeMap<>());
    return of(Topics::presence, new Presence(stamp, node, Presence.State.ONLINE, descriptor));
  }

  private static Valid reported(NodeId node, Stamp stamp) {
    DeploymentId deployment = new DeploymentId("d/1");
    return of(
        Topics::reported,
        new ReportedState(
            stamp,
            node,
            Phase.PROBATION,
            deployment,
            new RunningModel(MODEL, deployment, 5, 0),
            null,
            0.5,
            null,
            null,
            null));
  }

  private static Valid system(NodeId node, Stamp stamp) {
    return of(
        Topics::systemTelemetry,
        new SystemSample(stamp, node, 5, 64 * MEBI, 9, MEBI, 2 * MEBI, 48.5, 100L, 0L));
  }

  private static Valid of(BiFunction<Topics, NodeId, String> on, Object message) {
    return new Valid(on, message);
  }

  private static Stamp stamp(long seq) {
    return new Stamp(Stamp.SCHEMA, 1, seq, Instant.parse("2026-11-29T03:00:00Z"), true);
  }
}
