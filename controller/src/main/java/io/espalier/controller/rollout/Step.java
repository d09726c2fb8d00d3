package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a rollout is with one node. */
public enum Step {
  /** Not asked yet. */
  @JsonProperty("waiting")
  WAITING,
  /** Asked to run the new model. */
  @JsonProperty("asked")
  ASKED,
  /** Runs it, with enough good inferences. */
  @JsonProperty("updated")
  UPDATED,
  /** Refused it, fell back, or was not heard of again while it tested it. */
  @JsonProperty("failed")
  FAILED,
  /** Asked, offline or slow, and no longer waited for. */
  @JsonProperty("carried")
  CARRIED,
  /** Asked to run again what ran before. */
  @JsonProperty("returning")
  RETURNING,
  /** Runs again what ran before, or is asked for nothing where nothing ran. */
  @JsonProperty("returned")
  RETURNED,
  /** Would not take back what ran before. */
  @JsonProperty("not_returned")
  NOT_RETURNED;

  /** Whether nobody waits for the node on the way forward. */
  boolean isSettled() {
    return this == UPDATED || this == FAILED || this == CARRIED;
  }
}
