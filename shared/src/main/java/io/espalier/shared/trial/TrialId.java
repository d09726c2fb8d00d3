package io.espalier.shared.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a trial, unique among all experiments on a broker.
 *
 * @param value 1 to 128 letters, digits, dots, dashes, underscores and slashes
 */
public record TrialId(@JsonValue String value) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._/-]{1,128}");

  /**
   * @throws IllegalArgumentException if a character or the length is not allowed
   */
  @JsonCreator
  public TrialId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "trial id: expected 1 to 128 letters, digits, '.', '-', '_' or '/', found '"
              + value
              + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
