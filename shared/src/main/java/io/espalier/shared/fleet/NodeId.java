package io.espalier.shared.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of a node; it is one level of a topic.
 *
 * @param value 1 to 64 letters, digits, dots, dashes and underscores
 */
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {
  private static final int LONGEST = 64;

  /**
   * @throws IllegalArgumentException if a character or the length is not allowed
   */
  @JsonCreator
  public NodeId {
    if (!isAllowed(value)) {
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

  /** By hand, for a controller reads two in every message. */
  private static boolean isAllowed(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return !value.isEmpty() && value.length() <= LONGEST;
  }
}
