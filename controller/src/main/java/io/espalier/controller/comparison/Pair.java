package io.espalier.controller.comparison;

import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.TrialRow;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A variant of each run.
 *
 * @param first of the first
 * @param second of the second, the same unless others were asked for
 * @param firstN how many repetitions of the first are compared; equal to {@code secondN} in pairs
 * @param secondN how many of the second
 * @param differences one for each metric that both have
 */
public record Pair(
    Variant first, Variant second, int firstN, int secondN, Map<Metric, Difference> differences) {
  static Pair of(Variant first, List<TrialRow> ours, Variant second, List<TrialRow> theirs) {
    Repetitions repetitions = Repetitions.of(ours, theirs);
    Map<Metric, Difference> differences = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      repetitions.of(metric).ifPresent(values -> differences.put(metric, Difference.of(values)));
    }
    return new Pair(
        first, second, repetitions.first().size(), repetitions.second().size(), differences);
  }

  /** The difference in a metric, if both have it. */
  public Optional<Difference> of(Metric metric) {
    return Optional.ofNullable(differences.get(metric));
  }

  Pair with(Metric metric, Difference difference) {
    Map<Metric, Difference> changed = new EnumMap<>(differences);
    changed.put(metric, difference);
    return new Pair(first, second, firstN, secondN, changed);
  }

  /** For people: {@code shapley-0.95-int8}, or {@code dense-fp32 → shapley-0.95-fp32}. */
  public String label() {
    return first.equals(second) ? first.label() : first.label() + " → " + second.label();
  }
}
