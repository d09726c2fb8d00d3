package io.espalier.controller.comparison;

import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.TrialRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The repetitions of two variants that are compared: pairs of the same seed where both have at
 * least two such, and half of each side is among them; else all of both.
 *
 * @param paired whether each of the first is of the same seed as that of the second at its place
 */
record Repetitions(boolean paired, List<TrialRow> first, List<TrialRow> second) {
  /** A metric of both, at least one value each. */
  record Values(boolean paired, List<Double> first, List<Double> second) {
    /** Second less first, pair by pair. */
    List<Double> changes() {
      return IntStream.range(0, first.size()).mapToObj(i -> second.get(i) - first.get(i)).toList();
    }
  }

  static Repetitions of(List<TrialRow> first, List<TrialRow> second) {
    Map<Long, TrialRow> ours = bySeed(first);
    Map<Long, TrialRow> theirs = bySeed(second);
    Set<Long> shared = new TreeSet<>(ours.keySet());
    shared.retainAll(theirs.keySet());
    if (shared.size() < 2 || 2 * shared.size() < Math.max(ours.size(), theirs.size())) {
      return new Repetitions(false, first, second);
    }
    return new Repetitions(
        true, shared.stream().map(ours::get).toList(), shared.stream().map(theirs::get).toList());
  }

  /** A metric of both; empty unless every repetition has it. */
  Optional<Values> of(Metric metric) {
    if (!Stream.concat(first.stream(), second.stream()).allMatch(metric::isIn)) {
      return Optional.empty();
    }
    return Optional.of(
        new Values(
            paired,
            first.stream().map(metric::of).toList(),
            second.stream().map(metric::of).toList()));
  }

  private static Map<Long, TrialRow> bySeed(List<TrialRow> rows) {
    return rows.stream()
        .collect(Collectors.toMap(TrialRow::seed, Function.identity(), (a, b) -> b, TreeMap::new));
  }
}
