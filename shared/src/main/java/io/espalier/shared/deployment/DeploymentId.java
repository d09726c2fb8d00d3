package io.espalier.shared.deployment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of one attempt to have a model run on nodes. The same model deployed again is another
 * deployment, so that a node which gave one up tries the next.
 *
 * @param value 1 to 128 letters, digits, dots, dashes, underscores and slashes
 */
public record DeploymentId(@JsonValue String value) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._/-]{1,128}");

  /**
   * @throws IllegalArgumentException if a character or the length is not allowed
   */
  @JsonCreator
  public DeploymentId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "deployment id: expected 1 to 128 letters, digits, '.', '-', '_' or '/', found '"
              + value
              + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
