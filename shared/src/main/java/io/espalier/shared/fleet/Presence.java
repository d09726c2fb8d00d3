package io.espalier.shared.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node is there: published, retained, when it connects, and left as its will for when it
 * does not.
 *
 * @param stamp which start of the node speaks; a presence of an older epoch says nothing about a
 *     newer one
 * @param node which node
 * @param state there or not
 * @param descriptor what it is; absent when offline
 */
public record Presence(
    Stamp stamp,
    NodeId node,
    State state,
    @JsonSetter(nulls = Nulls.SET) @Nullable NodeDescriptor descriptor) {
  /** There or not. */
  public enum State {
    /** Connected. */
    @JsonProperty("online")
    ONLINE,
    /** Disconnected, or never heard of again. */
    @JsonProperty("offline")
    OFFLINE
  }

  /**
   * @throws IllegalArgumentException if an online node does not say what it is
   */
  public Presence {
    if (state == State.ONLINE && descriptor == null) {
      throw new IllegalArgumentException("presence: expected a descriptor of online node " + node);
    }
  }
}
