package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.deployment.Acceptance;
import io.espalier.shared.deployment.DeploymentId;
import io.espalier.shared.deployment.DesiredState;
import io.espalier.shared.deployment.Probe;
import org.jspecify.annotations.Nullable;

/**
 * What ran on a node before a rollout touched it.
 *
 * @param model which model
 * @param head its head, if it had one
 * @param probe what it was tested with, if anything
 * @param threads of its interpreter
 */
public record Before(
    Digest model,
    @JsonSetter(nulls = Nulls.SET) @Nullable Digest head,
    @JsonSetter(nulls = Nulls.SET) @Nullable Probe probe,
    int threads) {
  /** What that state asked for. */
  public static Before of(DesiredState desired) {
    return new Before(desired.model(), desired.head(), desired.probe(), desired.threads());
  }

  /** Asks for it again; it has proved itself, so nothing but a single inference is expected. */
  DesiredState again(DeploymentId deployment) {
    return new DesiredState(
        DesiredState.SCHEMA,
        deployment,
        model,
        head,
        probe,
        threads,
        new Acceptance(1, null, null, null, null));
  }
}
