package io.espalier.controller.experiment;

import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.objective.Constraint;
import io.espalier.controller.objective.Objective;
import io.espalier.controller.objective.Quantity;
import io.espalier.controller.statistics.Sample;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The variant that an objective picks among what was measured: the best mean of those whose figures
 * keep every constraint. Of its repetitions the best one that keeps them itself is the model.
 *
 * @param variant which variant, for instance {@code shapley-0.95-int8}
 * @param repetitions its measured trials
 * @param model the repetition whose model is meant
 */
public record Choice(String variant, List<TrialRow> repetitions, TrialRow model) {
  private static final double CONFIDENCE_OF_BOTH_SIDES = 0.9;

  /** What must keep a constraint. */
  public enum Bound {
    /** The mean of the repetitions. */
    MEAN,
    /** The end of the one-sided 95% interval of the mean that is nearer to the limit. */
    SURE
  }

  /** Copies. */
  public Choice {
    repetitions = List.copyOf(repetitions);
  }

  /**
   * Chooses.
   *
   * @param rows of any status; those without figures that the objective names do not count
   * @return empty if no variant keeps the constraints
   */
  public static Optional<Choice> of(List<TrialRow> rows, Objective objective, Bound bound) {
    Map<String, List<TrialRow>> variants =
        rows.stream()
            .filter(row -> named(objective).allMatch(quantity -> Figures.has(row, quantity)))
            .collect(
                Collectors.groupingBy(
                    row -> row.trial().label(), LinkedHashMap::new, Collectors.toList()));
    Comparator<TrialRow> better =
        Comparator.comparingDouble(row -> objective.worth(Figures.of(row, objective.quantity())));
    return variants.entrySet().stream()
        .filter(variant -> keeps(variant.getValue(), objective, bound))
        .max(
            Comparator.comparingDouble(
                variant ->
                    objective.worth(sample(variant.getValue(), objective.quantity()).mean())))
        .map(
            best ->
                new Choice(
                    best.getKey(),
                    best.getValue(),
                    best.getValue().stream()
                        .filter(row -> keeps(List.of(row), objective, Bound.MEAN))
                        .max(better)
                        .or(() -> best.getValue().stream().max(better))
                        .orElseThrow()));
  }

  /** What it was chosen for, for people: {@code accuracy 0.9558 ± 0.0012, p99 12.4 ± 0.31}. */
  public String evidence(Objective objective) {
    return named(objective)
        .map(quantity -> words(quantity, sample(repetitions, quantity)))
        .collect(Collectors.joining(", "));
  }

  /** What an objective names that none of those rows has. */
  public static List<String> unmeasured(List<TrialRow> rows, Objective objective) {
    return named(objective)
        .filter(quantity -> rows.stream().noneMatch(row -> Figures.has(row, quantity)))
        .map(Quantity::label)
        .toList();
  }

  private static Stream<Quantity> named(Objective objective) {
    return Stream.concat(
            Stream.of(objective.quantity()),
            objective.constraints().stream().map(Constraint::quantity))
        .distinct();
  }

  private static String words(Quantity quantity, Sample sample) {
    Metric metric = Figures.metric(quantity);
    return sample.n() < 2
        ? String.format(Locale.ROOT, "%s %.6g", metric.column(), sample.mean())
        : String.format(
            Locale.ROOT, "%s %.6g ± %.2g", metric.column(), sample.mean(), sample.halfWidth(0.95));
  }

  private static boolean keeps(List<TrialRow> rows, Objective objective, Bound bound) {
    return objective.constraints().stream()
        .allMatch(
            constraint -> {
              Sample sample = sample(rows, constraint.quantity());
              double margin = bound == Bound.SURE ? sample.halfWidth(CONFIDENCE_OF_BOTH_SIDES) : 0;
              return constraint.holds(sample.mean() + (constraint.upper() ? margin : -margin));
            });
  }

  private static Sample sample(List<TrialRow> rows, Quantity quantity) {
    return Sample.of(rows.stream().map(row -> Figures.of(row, quantity)).toList());
  }
}
