package io.espalier.node.observe;

import io.espalier.node.serve.LiveInference;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import java.nio.charset.StandardCharsets;

/** Inferences of models that do not exist. */
final class LiveInferences {
  private LiveInferences() {}

  /** One of an autoencoder of two values whose mean squared error is {@code error}. */
  static LiveInference withError(String deployment, double error) {
    return new LiveInference(
        model(deployment),
        new DeploymentId(deployment),
        new float[2],
        new float[] {(float) Math.sqrt(2 * error), 0},
        1_000);
  }

  static Digest model(String deployment) {
    return Digest.of(deployment.getBytes(StandardCharsets.UTF_8));
  }
}
