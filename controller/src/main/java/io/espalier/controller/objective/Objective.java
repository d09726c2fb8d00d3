package io.espalier.controller.objective;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the best model is.
 *
 * @param maximise whether more is better
 * @param quantity of what
 * @param constraints what it must keep to be considered at all
 */
public record Objective(boolean maximise, Quantity quantity, List<Constraint> constraints) {
  /** Copies. */
  public Objective {
    constraints = List.copyOf(constraints);
  }

  /**
   * An objective in words: {@code max accuracy s.t. p99 < 5ms, bytes < 64k}.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  public static Objective parse(String text) {
    return new ObjectiveParser(text).parse();
  }

  /** How good a value is: more is better. */
  public double worth(double value) {
    return maximise ? value : -value;
  }

  /** Whether models must be measured on one class of hardware to be compared. */
  public boolean isOfHardware() {
    return quantity.isOfHardware()
        || constraints.stream().anyMatch(constraint -> constraint.quantity().isOfHardware());
  }

  /** In words; reading them gives the same objective. Limits are in the unit of their column. */
  @Override
  public String toString() {
    String goal = (maximise ? "max " : "min ") + quantity.label();
    return constraints.isEmpty()
        ? goal
        : goal
            + " s.t. "
            + constraints.stream().map(Objective::words).collect(Collectors.joining(", "));
  }

  private static String words(Constraint constraint) {
    boolean time = constraint.quantity().scale("").isEmpty();
    return constraint + (time ? "us" : "");
  }
}
