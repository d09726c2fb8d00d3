package io.espalier.controller.comparison;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.espalier.controller.experiment.JudgedBy;
import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.statistics.Holm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side, or two parts of one.
 *
 * @param main what models are compared by first
 * @param pairs what both measured, in the order of the first
 * @param onlyFirst what only the first measured
 * @param onlySecond what only the second measured
 * @param tests how many tests of a metric Holm's correction is for, at most
 * @param firstHardware classes of hardware that the first was measured on
 * @param secondHardware those of the second; unless they are the same, latencies, CPU and memory
 *     tell of hardware too
 */
public record Comparison(
    MainMetric main,
    List<Pair> pairs,
    List<Variant> onlyFirst,
    List<Variant> onlySecond,
    int tests,
    List<String> firstHardware,
    List<String> secondHardware) {
  /** Copies. */
  public Comparison {
    pairs = List.copyOf(pairs);
    onlyFirst = List.copyOf(onlyFirst);
    onlySecond = List.copyOf(onlySecond);
    firstHardware = List.copyOf(firstHardware);
    secondHardware = List.copyOf(secondHardware);
  }

  /**
   * One side of a comparison.
   *
   * @param rows of a run, of any status; those without figures do not count
   * @param metric what its spec says that models are judged by; absent if it says nothing
   * @param selection which of them
   */
  public record Side(List<TrialRow> rows, @Nullable JudgedBy metric, Selection selection) {
    /** Whether nothing of it was measured. */
    public boolean isEmpty() {
      return variants().isEmpty();
    }

    private Map<Variant, List<TrialRow>> variants() {
      Map<Variant, List<TrialRow>> variants = new LinkedHashMap<>();
      for (TrialRow row : rows) {
        Variant variant = Variant.of(row);
        if (row.isMeasured() && selection.includes(variant)) {
          variants.computeIfAbsent(variant, one -> new ArrayList<>()).add(row);
        }
      }
      return variants;
    }
  }

  /** Compares all of two runs. */
  public static Comparison of(List<TrialRow> first, List<TrialRow> second) {
    return of(new Side(first, null, Selection.ALL), new Side(second, null, Selection.ALL));
  }

  /** Compares what was selected, in what both name or else have the same. */
  public static Comparison of(Side first, Side second) {
    Map<Variant, List<TrialRow>> ours = first.variants();
    Map<Variant, List<TrialRow>> theirs = second.variants();
    List<Pair> pairs = new ArrayList<>();
    ours.forEach(
        (one, rows) ->
            theirs.forEach(
                (other, otherRows) -> {
                  if (first.selection().matches(one, second.selection(), other)) {
                    pairs.add(Pair.of(one, rows, other, otherRows));
                  }
                }));
    int tests = 0;
    for (Metric metric : Metric.values()) {
      List<Double> p = evidence(pairs, metric).map(Evidence::p).toList();
      correct(pairs, metric, Holm.adjusted(p));
      tests = Math.max(tests, p.size());
    }
    return new Comparison(
        MainMetric.of(
            metric -> pairs.stream().anyMatch(pair -> pair.of(metric).isPresent()),
            first.metric() == second.metric() ? first.metric() : null),
        pairs,
        ours.keySet().stream()
            .filter(one -> pairs.stream().noneMatch(pair -> pair.first().equals(one)))
            .toList(),
        theirs.keySet().stream()
            .filter(one -> pairs.stream().noneMatch(pair -> pair.second().equals(one)))
            .toList(),
        tests,
        hardware(ours),
        hardware(theirs));
  }

  /** Whether both were measured on the same classes of hardware. */
  @JsonIgnore
  public boolean isOnTheSameHardware() {
    return firstHardware.equals(secondHardware);
  }

  private static Stream<Evidence> evidence(List<Pair> pairs, Metric metric) {
    return pairs.stream()
        .map(pair -> pair.of(metric).map(Difference::evidence))
        .flatMap(Optional::stream);
  }

  /** Each metric is a question of its own, asked of every variant. */
  private static void correct(List<Pair> pairs, Metric metric, List<Double> p) {
    int next = 0;
    for (int i = 0; i < pairs.size(); i++) {
      Difference difference = pairs.get(i).of(metric).orElse(null);
      if (difference != null && difference.evidence() != null) {
        pairs.set(i, pairs.get(i).with(metric, difference.withP(p.get(next++))));
      }
    }
  }

  private static List<String> hardware(Map<Variant, List<TrialRow>> variants) {
    return List.copyOf(
        new TreeSet<>(
            variants.values().stream()
                .flatMap(List::stream)
                .map(row -> String.valueOf(row.hardware()))
                .toList()));
  }
}
