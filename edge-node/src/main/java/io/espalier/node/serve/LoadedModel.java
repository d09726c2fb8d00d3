package io.espalier.node.serve;

import io.espalier.node.inference.InferenceEngine;
import io.espalier.node.inference.OutputType;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.DeploymentId;
import org.jspecify.annotations.Nullable;

/**
 * A model that is ready to run. Whoever holds it closes it.
 *
 * @param model its digest, computed from the bytes that were loaded
 * @param deployment which deployment brought it
 * @param engine runs it; for batches of one row
 * @param head turns its output into a class; absent where the deployment has none
 * @param outputsAreScores whether, without a head, the largest output is the class
 */
public record LoadedModel(
    Digest model,
    DeploymentId deployment,
    InferenceEngine engine,
    @Nullable InferenceEngine head,
    boolean outputsAreScores)
    implements AutoCloseable {
  /**
   * @throws IllegalArgumentException if the head does not take what the model gives
   */
  public LoadedModel {
    if (head != null && engine.outputType() != OutputType.FLOAT32) {
      throw new IllegalArgumentException(
          "model " + model.abbreviated() + ": expected float32 outputs for its head");
    }
    if (head != null && head.inputWidth() != engine.outputWidth()) {
      throw new IllegalArgumentException(
          "head of model %s: expected an input of %d, found %d"
              .formatted(model.abbreviated(), engine.outputWidth(), head.inputWidth()));
    }
  }

  @Override
  public void close() {
    engine.close();
    if (head != null) {
      head.close();
    }
  }
}
