package io.espalier.controller.rollout;

import java.util.List;

/**
 * What happened to a rollout, for whoever asks later.
 *
 * @param seq number in the rollout, from 0
 * @param who a person, a node, or {@link #CONTROLLER}
 * @param what happened, one or two words
 * @param why in one line
 * @param evidence what the gates said at that moment; empty where none was looked at
 */
public record AuditEntry(int seq, String who, String what, String why, List<Verdict> evidence) {
  /** Who decides by gates. */
  public static final String CONTROLLER = "controller";

  /** A copy of the evidence is kept. */
  public AuditEntry {
    evidence = List.copyOf(evidence);
  }
}
