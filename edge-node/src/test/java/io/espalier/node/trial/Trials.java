package io.espalier.node.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import io.espalier.shared.telemetry.LatencySummary;
import io.espalier.shared.trial.Measurement;
import io.espalier.shared.trial.RunOptions;
import io.espalier.shared.trial.TrialId;
import io.espalier.shared.trial.TrialRequest;
import io.espalier.shared.trial.TrialResult;
import java.time.Instant;

/** Requests and results for tests. */
final class Trials {
  static final NodeId NODE = new NodeId("n1");
  static final Digest MODEL = Digest.of("model".getBytes(UTF_8));

  private Trials() {}

  static TrialRequest request(String id, int attempt) {
    return new TrialRequest(
        TrialRequest.SCHEMA,
        new TrialId(id),
        attempt,
        MODEL,
        Digest.of("head".getBytes(UTF_8)),
        Digest.of("images".getBytes(UTF_8)),
        Digest.of("labels".getBytes(UTF_8)),
        new RunOptions(1, 1, 1));
  }

  static TrialResult failed(String id, int attempt) {
    Stamp stamp = new Stamp(Stamp.SCHEMA, 1, 0, Instant.EPOCH, false);
    return new TrialResult.Failed(stamp, new TrialId(id), attempt, NODE, "broken", null);
  }

  static Measurement measurement() {
    LatencySummary latency = new LatencySummary(1, 2, 3, 4);
    return new Measurement(9, 10, latency, 90, 1, 50, 1, 2, 1, 1, 1, 1);
  }

  static Measurement reconstructed() {
    LatencySummary latency = new LatencySummary(1, 2, 3, 4);
    return new Measurement(
        null, 10, latency, 90, 1, 50, 1, 2, 1, 1, 1, 1, null, null, null, 0.25, 0.5, null, null);
  }
}
