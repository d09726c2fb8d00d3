package io.espalier.node.deployment;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Evidence;
import io.espalier.shared.telemetry.LatencySummary;
import java.nio.charset.StandardCharsets;

/** Deployments and evidence for tests. */
final class Deployments {
  static final int GOOD = 10;

  private Deployments() {}

  static Digest digest(String of) {
    return Digest.of(of.getBytes(StandardCharsets.UTF_8));
  }

  /** One of a model named after it. */
  static DesiredState desired(String id) {
    return new DesiredState(
        DesiredState.SCHEMA,
        new DeploymentId(id),
        digest("model " + id),
        null,
        null,
        1,
        new Acceptance(GOOD, 0.01, null, null, null));
  }

  /** Of a model that had {@code lost} samples wrong of 1,000 that the one before had right. */
  static Evidence evidence(int lost) {
    Evidence.Against against = new Evidence.Against(digest("before"), 1_000, lost, 0, null);
    return new Evidence(
        digest("model"),
        1_000,
        1_000 - lost,
        null,
        against,
        new LatencySummary(10, 20, 30, 500),
        1);
  }
}
