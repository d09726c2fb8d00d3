package io.espalier.shared.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a node; it is one level of a topic.
 *
 * @param value 1 to 64 letters, digits, dots, dashes and underscores
 */
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * @throws IllegalArgumentException if a character or the length is not allowed
   */
  @JsonCreator
  public NodeId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "node id: expected 1 to 64 letters, digits, '.', '-' or '_', found '" + value + "'");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
