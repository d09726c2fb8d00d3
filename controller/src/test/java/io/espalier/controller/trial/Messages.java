package io.espalier.controller.trial;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeDescriptor;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Presence;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What nodes say, as far as a dispatcher cares. */
final class Messages {
  static final Measurement MEASUREMENT = measurement(970);
  static final Digest MODEL = Digest.of("model".getBytes(StandardCharsets.UTF_8));

  private Messages() {}

  /** So many right answers of 1,000. */
  static Measurement measurement(int correct) {
    return new Measurement(
        correct, 1000, new LatencySummary(10, 12, 20, 50), 100, 1, 50, 1, 2, 1000, 1100, 4, 4);
  }

  /** What a model reached that was asked to tell anomalies. */
  static Measurement judged(double auc) {
    LatencySummary latency = new LatencySummary(10, 12, 20, 50);
    return new Measurement(
        null, 1000, latency, 100, 1, 50, 1, 2, 1000, 1100, 4, 4, null, null, null, null, null, auc,
        null);
  }

  static Presence online(NodeId node, long epoch) {
    NodeDescriptor descriptor =
        new NodeDescriptor("board", "aarch64", 4, 1L << 32, "Linux", "0.1.0", "2.20.0", null);
    return new Presence(stamp(epoch), node, Presence.State.ONLINE, descriptor);
  }

  static Presence offline(NodeId node, long epoch) {
    return new Presence(stamp(epoch), node, Presence.State.OFFLINE, null);
  }

  static TrialResult.Completed completed(NodeId node, TrialId trial, int attempt) {
    return completed(node, trial, attempt, MODEL);
  }

  static TrialResult.Completed completed(NodeId node, TrialId trial, int attempt, Digest model) {
    return completed(node, trial, attempt, model, MEASUREMENT);
  }

  static TrialResult.Completed completed(
      NodeId node, TrialId trial, int attempt, Digest model, Measurement measurement) {
    return new TrialResult.Completed(stamp(1), trial, attempt, node, model, measurement);
  }

  static TrialResult.Failed failed(NodeId node, TrialId trial, int attempt, String reason) {
    return failed(node, trial, attempt, reason, null);
  }

  static TrialResult.Failed failed(
      NodeId node, TrialId trial, int attempt, String reason, @Nullable Digest unobtainable) {
    return new TrialResult.Failed(stamp(1), trial, attempt, node, reason, unobtainable);
  }

  private static Stamp stamp(long epoch) {
    return new Stamp(Stamp.SCHEMA, epoch, 0, Instant.EPOCH, false);
  }
}
