package io.espalier.controller.experiment;

import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.statistics.Estimate;
import io.espalier.controller.statistics.Holm;
import io.espalier.controller.statistics.Sample;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How two methods differ, in what their models are compared by, at a sparsity and a precision: a
 * paired t test over the seeds that both have, so that what a seed does to both cancels.
 *
 * @param first one method
 * @param second another
 * @param difference figure of the first less that of the second, at least two seeds
 * @param p how likely a mean so far from 0 is by chance, either way, after Holm's correction for
 *     all contrasts of the experiment
 */
public record MethodContrast(
    String first,
    String second,
    double sparsity,
    Precision precision,
    Sample difference,
    double p) {
  /** All that can be tested, in the order of the rows. */
  public static List<MethodContrast> all(List<TrialRow> rows) {
    return all(rows, MainMetric.of(rows));
  }

  /**
   * The same.
   *
   * @param main what models are compared by
   */
  public static List<MethodContrast> all(List<TrialRow> rows, MainMetric main) {
    Metric metric = main.metric();
    Map<Trial, Double> figures =
        rows.stream()
            .filter(metric::isIn)
            .collect(Collectors.toMap(TrialRow::trial, metric::of, (a, b) -> b));
    List<String> methods =
        rows.stream()
            .map(TrialRow::method)
            .filter(method -> !method.equals(Trial.DENSE))
            .distinct()
            .toList();
    Set<MethodContrast> found = new LinkedHashSet<>();
    for (TrialRow row : rows) {
      int at = methods.indexOf(row.method());
      for (int other = at + 1; at >= 0 && other < methods.size(); other++) {
        contrast(row.trial(), methods.get(other), figures, found);
      }
    }
    List<MethodContrast> contrasts = List.copyOf(found);
    List<Double> p = Holm.adjusted(contrasts.stream().map(MethodContrast::p).toList());
    List<MethodContrast> corrected = new ArrayList<>();
    for (int i = 0; i < p.size(); i++) {
      corrected.add(contrasts.get(i).withP(p.get(i)));
    }
    return List.copyOf(corrected);
  }

  /** Half the width of the 95% interval of the mean difference. */
  public double halfWidth() {
    return difference.halfWidth(0.95);
  }

  private static void contrast(
      Trial trial, String other, Map<Trial, Double> figures, Set<MethodContrast> found) {
    List<Double> differences = new ArrayList<>();
    figures.forEach(
        (one, value) -> {
          Double otherValue =
              figures.get(new Trial(one.seed(), other, one.sparsity(), one.precision()));
          if (one.label().equals(trial.label()) && otherValue != null) {
            differences.add(value - otherValue);
          }
        });
    if (differences.size() < 2) {
      return;
    }
    // In one order, whatever that of the map: sums of the same numbers must be equal.
    List<Double> sorted = differences.stream().sorted().toList();
    found.add(
        new MethodContrast(
            trial.method(),
            other,
            trial.sparsity(),
            trial.precision(),
            Sample.of(sorted),
            Estimate.ofPairs(sorted).p()));
  }

  private MethodContrast withP(double adjusted) {
    return new MethodContrast(first, second, sparsity, precision, difference, adjusted);
  }
}
