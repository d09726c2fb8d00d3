package io.espalier.shared.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a node has come with the deployment that it names. */
public enum Phase {
  /** Nothing was ever asked of it. */
  @JsonProperty("idle")
  IDLE,
  /** It fetches what it lacks; what ran before goes on. */
  @JsonProperty("fetching")
  FETCHING,
  /** It tests the model, which then serves, but the one before is ready to take over. */
  @JsonProperty("probation")
  PROBATION,
  /** The model serves and has shown that it works. */
  @JsonProperty("active")
  ACTIVE,
  /** It will not run the model: not signed, too large, no room, not to be had. */
  @JsonProperty("refused")
  REFUSED,
  /** It tried the model, and serves the one before again. */
  @JsonProperty("fallen_back")
  FALLEN_BACK;

  /** Whether the node is done with the deployment, well or badly. */
  public boolean isFinal() {
    return this == ACTIVE || this == REFUSED || this == FALLEN_BACK;
  }
}
