package io.espalier.controller.comparison;

import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.Precision;

/**
 * What was measured, whatever the seed.
 *
 * @param method {@code dense} for the baseline
 * @param sparsity fraction of links asked to be removed
 * @param precision how weights are stored
 */
public record Variant(String method, double sparsity, Precision precision) {
  static Variant of(TrialRow row) {
    return new Variant(row.method(), row.sparsity(), row.precision());
  }

  /** For people: {@code shapley-0.95-int8}. */
  public String label() {
    return new Trial(0, method, sparsity, precision).label();
  }
}
