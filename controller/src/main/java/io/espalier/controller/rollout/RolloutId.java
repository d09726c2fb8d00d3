package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.espalier.shared.deployment.DeploymentId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a rollout, and of the two deployments that it may cause on a node.
 *
 * @param value 1 to 64 letters, digits, dots, dashes and underscores
 */
public record RolloutId(@JsonValue String value) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String BACK = "/back";

  /**
   * @throws IllegalArgumentException if a character or the length is not allowed
   */
  @JsonCreator
  public RolloutId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "rollout: expected a name of 1 to 64 letters, digits, '.', '-' or '_', found '"
              + value
              + "'");
    }
  }

  /** The deployment that brings the new model. */
  public DeploymentId forward() {
    return new DeploymentId(value + "/1");
  }

  /** The deployment that brings the model before it back. */
  public DeploymentId back() {
    return new DeploymentId(value + BACK);
  }

  /** The rollout that a deployment belongs to, if it is one of ours. */
  static Optional<RolloutId> of(DeploymentId deployment) {
    int slash = deployment.value().lastIndexOf('/');
    if (slash < 0 || !ALLOWED.matcher(deployment.value().substring(0, slash)).matches()) {
      return Optional.empty();
    }
    return Optional.of(new RolloutId(deployment.value().substring(0, slash)));
  }

  @Override
  public String toString() {
    return value;
  }
}
