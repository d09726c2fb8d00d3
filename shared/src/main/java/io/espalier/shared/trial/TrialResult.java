package io.espalier.shared.trial;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.fleet.NodeId;
import io.espalier.shared.fleet.Stamp;
import org.jspecify.annotations.Nullable;

/** A node's answer to a {@link TrialRequest}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrialResult.Completed.class, name = "completed"),
  @JsonSubTypes.Type(value = TrialResult.Failed.class, name = "failed")
})
public sealed interface TrialResult {
  /** Which record. */
  Stamp stamp();

  /** Which trial. */
  TrialId id();

  /** Which attempt of it. */
  int attempt();

  /** Which node. */
  NodeId node();

  /**
   * The trial ran.
   *
   * @param digest of the model that ran, computed by the node from the file it loaded
   * @param measurement what it measured
   */
  record Completed(
      Stamp stamp, TrialId id, int attempt, NodeId node, Digest digest, Measurement measurement)
      implements TrialResult {}

  /**
   * The trial did not run to its end.
   *
   * @param reason one line for people
   * @param unobtainable the artifact that could not be fetched, which the controller then publishes
   *     again; absent when something else failed
   */
  record Failed(
      Stamp stamp,
      TrialId id,
      int attempt,
      NodeId node,
      String reason,
      @JsonSetter(nulls = Nulls.SET) @Nullable Digest unobtainable)
      implements TrialResult {}
}
