package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of an experiment, which is its id: there is one of each name.
 *
 * @param value 1 to 48 letters, digits, dots, dashes and underscores, the first a letter or digit
 */
public record ExperimentId(@JsonValue String value) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,47}");

  /**
   * @throws IllegalArgumentException if a character or the length is not allowed
   */
  @JsonCreator
  public ExperimentId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "name: expected 1 to 48 letters, digits, '.', '-' or '_', the first a letter or digit,"
              + " found '%s'".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
