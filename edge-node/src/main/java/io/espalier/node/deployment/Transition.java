package io.espalier.node.deployment;

import io.espalier.shared.deployment.Phase;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A row of the transition table: in those phases that event does this and leads there.
 *
 * @param from the phases in which the event counts; in others it is ignored
 * @param event which event
 * @param to the phases that may follow
 * @param rule what it does
 */
record Transition<E extends DeploymentEvent>(
    Set<Stage> from, Class<E> event, Set<Stage> to, Rule<E> rule) {
  /** Where a deployment stands: a phase, or what people need not tell from another. */
  enum Stage {
    /** Nothing is asked of the node. */
    IDLE(Phase.IDLE),
    /** It fetches. */
    FETCHING(Phase.FETCHING),
    /** It loads and tests; the model before serves. */
    TRYING(Phase.PROBATION),
    /** The new model serves, and the one before is ready. */
    PROBATION(Phase.PROBATION),
    /** The new model serves for good. */
    ACTIVE(Phase.ACTIVE),
    /** It was not taken. */
    REFUSED(Phase.REFUSED),
    /** It did not work. */
    FALLEN_BACK(Phase.FALLEN_BACK);

    private final Phase phase;

    Stage(Phase phase) {
      this.phase = phase;
    }

    /** Where a deployment that was given up in that phase stands. */
    static Stage after(Phase end) {
      return end == Phase.REFUSED ? REFUSED : FALLEN_BACK;
    }

    /** What is reported. */
    Phase phase() {
      return phase;
    }
  }

  /** What an event does to a machine. */
  @FunctionalInterface
  interface Rule<E extends DeploymentEvent> {
    /** Changes the machine and adds what is to be done. */
    void apply(DeploymentMachine machine, E event, List<DeploymentAction> actions);
  }

  static <E extends DeploymentEvent> Transition<E> row(
      Class<E> event, Set<Stage> from, Set<Stage> to, Rule<E> rule) {
    return new Transition<>(from, event, to, rule);
  }

  static Set<Stage> any() {
    return EnumSet.allOf(Stage.class);
  }

  static Set<Stage> anyOf(Stage first, Stage... more) {
    return EnumSet.of(first, more);
  }

  boolean takes(Stage stage, DeploymentEvent happened) {
    return event.isInstance(happened) && from.contains(stage);
  }

  void apply(DeploymentMachine machine, DeploymentEvent happened, List<DeploymentAction> actions) {
    rule.apply(machine, event.cast(happened), actions);
  }
}
