package io.espalier.controller.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What somebody may do; each may do what those before it may. */
public enum Role {
  /** Reads everything but secrets. */
  @JsonProperty("viewer")
  VIEWER,
  /** Changes what runs: rollouts, experiments, artifacts, labels. */
  @JsonProperty("operator")
  OPERATOR,
  /** Gives out tokens, and decides what is kept. */
  @JsonProperty("admin")
  ADMIN;

  /** Whether it is enough where that one is needed. */
  public boolean suffices(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As people and scripts read it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
