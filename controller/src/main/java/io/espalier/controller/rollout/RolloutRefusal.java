package io.espalier.controller.rollout;

/** A rollout, or a command to one, that is refused; the message says in one line why. */
public final class RolloutRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What kind of no it is. */
  public enum Kind {
    /** What it names is not there. */
    NOT_FOUND,
    /** It contradicts what is going on. */
    CONFLICT,
    /** It cannot be done as asked. */
    IMPOSSIBLE
  }

  RolloutRefusal(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What kind of no it is. */
  public Kind kind() {
    return kind;
  }
}
