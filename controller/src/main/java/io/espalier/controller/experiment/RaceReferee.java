package io.espalier.controller.experiment;

import io.espalier.controller.objective.Constraint;
import io.espalier.controller.objective.Objective;
import io.espalier.controller.objective.Quantity;
import io.espalier.controller.race.Drop;
import io.espalier.controller.race.Entry;
import io.espalier.controller.race.Race;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells which trials of an experiment that races are not worth running any more. All it knows is in
 * the rows, so a run that goes on decides as it would have.
 */
final class RaceReferee {
  private final ExperimentSpec spec;
  private final RaceRules rules;
  private final Race race;

  RaceReferee(ExperimentSpec spec, RaceRules rules) {
    this.spec = spec;
    this.rules = rules;
    this.race =
        new Race(
            spec.trials() / spec.seeds().size(),
            rules.objective().constraints().size(),
            rules.looks(spec.seeds()),
            rules.error(),
            rules.least());
  }

  /**
   * Rows of the trials to be dropped, before the seed of that place is begun.
   *
   * @param seedsBefore how many seeds are through
   * @param rows what is known
   */
  List<TrialRow> drops(int seedsBefore, List<TrialRow> rows) {
    Map<String, String> reasons = new HashMap<>();
    Set<String> running = new LinkedHashSet<>();
    Trial.all(spec).forEach(trial -> running.add(trial.label()));
    for (TrialRow row : rows) {
      if (row.status() == TrialRow.Status.DROPPED) {
        running.remove(row.trial().label());
        reasons.put(row.trial().label(), String.valueOf(row.reason()));
      }
    }
    if (seedsBefore >= rules.least()) {
      for (Drop drop : race.look(entries(running, rows))) {
        running.remove(drop.variant());
        reasons.put(drop.variant(), "after %d seeds: %s".formatted(seedsBefore, drop.reason()));
      }
    }
    if (running.size() == 1 && !reasons.isEmpty()) {
      reasons.put(running.iterator().next(), "after %d seeds: it won".formatted(seedsBefore));
    }
    Set<Trial> settled =
        rows.stream().filter(TrialRow::isSettled).map(TrialRow::trial).collect(Collectors.toSet());
    List<Long> seeds = spec.seeds();
    return Trial.all(spec).stream()
        .filter(trial -> seeds.indexOf(trial.seed()) >= seedsBefore)
        .filter(trial -> reasons.containsKey(trial.label()) && !settled.contains(trial))
        .map(trial -> TrialRow.dropped(trial, String.valueOf(reasons.get(trial.label()))))
        .toList();
  }

  private List<Entry> entries(Set<String> running, List<TrialRow> rows) {
    return running.stream()
        .map(
            variant ->
                entry(
                    variant,
                    rows.stream()
                        .filter(row -> row.isMeasured() && row.trial().label().equals(variant))
                        .toList()))
        .toList();
  }

  private Entry entry(String variant, List<TrialRow> rows) {
    Objective objective = rules.objective();
    Map<String, Double> worth = new LinkedHashMap<>();
    for (TrialRow row : usable(rows, objective.quantity())) {
      worth.put(
          "seed " + row.seed() + place(objective.quantity(), row),
          objective.worth(Figures.of(row, objective.quantity())));
    }
    List<Map<String, List<Double>>> excess = new ArrayList<>();
    for (Constraint constraint : objective.constraints()) {
      Map<String, List<Double>> byHardware = new LinkedHashMap<>();
      for (TrialRow row : usable(rows, constraint.quantity())) {
        byHardware
            .computeIfAbsent("all" + place(constraint.quantity(), row), key -> new ArrayList<>())
            .add(constraint.excess(Figures.of(row, constraint.quantity())));
      }
      excess.add(byHardware);
    }
    return new Entry(variant, worth, excess);
  }

  /** A board that was slowed says nothing of how fast it is, nor a row of what it has not. */
  private static List<TrialRow> usable(List<TrialRow> rows, Quantity quantity) {
    return rows.stream()
        .filter(row -> Figures.has(row, quantity))
        .filter(row -> !quantity.isOfHardware() || !row.isThrottled())
        .toList();
  }

  /** Figures of unlike hardware are never compared. */
  private static String place(Quantity quantity, TrialRow row) {
    return quantity.isOfHardware() ? " on " + row.hardware() : "";
  }
}
