package io.espalier.controller.experiment;

import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.objective.Quantity;
import java.util.Arrays;

/** The figures that objectives name, in rows and summaries. */
final class Figures {
  private Figures() {}

  /** Whether a trial has the figure. */
  static boolean has(TrialRow row, Quantity quantity) {
    return metric(quantity).isIn(row);
  }

  /** The figure of a trial that has it. */
  static double of(TrialRow row, Quantity quantity) {
    return metric(quantity).of(row);
  }

  /** The metric of that quantity. */
  static Metric metric(Quantity quantity) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.column().equals(quantity.column()))
        .findFirst()
        .orElseThrow();
  }
}
