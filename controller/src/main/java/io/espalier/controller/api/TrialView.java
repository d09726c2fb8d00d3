package io.espalier.controller.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.experiment.ExperimentId;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cell of an experiment's grid.
 *
 * @param experiment whose
 * @param number from 1, in the order of the spec
 * @param seed of training and scoring
 * @param method {@code dense} for the baseline
 * @param sparsity fraction of links asked to be removed
 * @param precision how weights are stored
 * @param label for people: {@code shapley-0.95-int8}
 * @param status {@code waiting}, or how it ended
 * @param result what came of it; absent while it waits
 */
public record TrialView(
    ExperimentId experiment,
    int number,
    long seed,
    String method,
    double sparsity,
    Precision precision,
    String label,
    String status,
    @JsonSetter(nulls = Nulls.SET) @Nullable TrialRow result) {
  private static final String WAITING = "waiting";

  /** A trial, and its row if it has ended. */
  public static TrialView of(
      ExperimentId experiment, int number, Trial trial, @Nullable TrialRow row) {
    return new TrialView(
        experiment,
        number,
        trial.seed(),
        trial.method(),
        trial.sparsity(),
        trial.precision(),
        trial.label(),
        row == null ? WAITING : row.status().text(),
        row);
  }

  /**
   * All trials of an experiment, in order.
   *
   * @param rows of those that have ended, by number
   */
  public static List<TrialView> all(ExperimentSpec spec, Map<Integer, TrialRow> rows) {
    List<TrialView> views = new ArrayList<>();
    for (Trial trial : Trial.all(spec)) {
      int number = views.size() + 1;
      views.add(of(spec.id(), number, trial, rows.get(number)));
    }
    return views;
  }
}
