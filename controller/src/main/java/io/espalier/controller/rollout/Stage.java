package io.espalier.controller.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a rollout is:
 *
 * <pre>
 * advancing ⇄ paused
 * advancing, paused → done | aborted | halting | rolling_back
 * halting → halted            by a gate
 * done, aborted → rolling_back → rolled_back            by a person
 * </pre>
 */
public enum Stage {
  /** Waves are opened as evidence allows. */
  @JsonProperty("advancing")
  ADVANCING,
  /** No node is asked; evidence is still looked at, and harm still halts. */
  @JsonProperty("paused")
  PAUSED,
  /** A gate failed; every node that was asked gets back what ran before. */
  @JsonProperty("halting")
  HALTING,
  /** A person wants back what ran before. */
  @JsonProperty("rolling_back")
  ROLLING_BACK,
  /** All nodes are updated, failed within bounds, or no longer waited for. */
  @JsonProperty("done")
  DONE,
  /** A gate failed, and the nodes are back, or no longer waited for. */
  @JsonProperty("halted")
  HALTED,
  /** A person wanted it, and the nodes are back, or no longer waited for. */
  @JsonProperty("rolled_back")
  ROLLED_BACK,
  /** A person stopped it and left everything as it was. */
  @JsonProperty("aborted")
  ABORTED;

  private Set<Stage> next() {
    return switch (this) {
      case ADVANCING -> EnumSet.of(PAUSED, HALTING, ROLLING_BACK, DONE, ABORTED);
      case PAUSED -> EnumSet.of(ADVANCING, HALTING, ROLLING_BACK, DONE, ABORTED);
      case HALTING -> EnumSet.of(HALTED);
      case ROLLING_BACK -> EnumSet.of(ROLLED_BACK);
      case DONE, ABORTED -> EnumSet.of(ROLLING_BACK);
      case HALTED, ROLLED_BACK -> EnumSet.noneOf(Stage.class);
    };
  }

  /** Whether one may follow from the other. */
  public boolean mayBecome(Stage other) {
    return next().contains(other);
  }

  /** Whether nothing more will happen by itself. */
  public boolean isFinal() {
    return this == DONE || this == HALTED || this == ROLLED_BACK || this == ABORTED;
  }

  /** Whether nodes are given back what ran before. */
  boolean isReturning() {
    return this == HALTING || this == ROLLING_BACK;
  }

  /** Whether nodes may still get the new model. */
  boolean isForward() {
    return this == ADVANCING || this == PAUSED;
  }

  /** As people and scripts read it. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
