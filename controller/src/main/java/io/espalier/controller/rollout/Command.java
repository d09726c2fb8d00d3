package io.espalier.controller.rollout;

import java.util.Locale;

/** What a person may want of a rollout. */
public enum Command {
  /** Ask no more nodes for now. */
  PAUSE(Stage.PAUSED),
  /** Go on. */
  RESUME(Stage.ADVANCING),
  /** Stop and leave everything as it is. */
  ABORT(Stage.ABORTED),
  /** Give every node back what ran before. */
  ROLLBACK(Stage.ROLLING_BACK);

  private final Stage leadsTo;

  Command(Stage leadsTo) {
    this.leadsTo = leadsTo;
  }

  /** The stage after it. */
  Stage leadsTo() {
    return leadsTo;
  }

  /** Whether it makes sense in that stage. */
  public boolean isAllowedIn(Stage stage) {
    return stage.mayBecome(leadsTo);
  }

  /** Whether there is nothing left to do in that stage, for it was done. */
  public boolean isDoneIn(Stage stage) {
    return stage == leadsTo || (this == ROLLBACK && stage == Stage.ROLLED_BACK);
  }

  /** As people write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
