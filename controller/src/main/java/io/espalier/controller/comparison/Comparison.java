package io.espalier.controller.comparison;

import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.statistics.Holm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Two runs side by side, or two parts of one.
 *
 * @param pairs what both measured, in the order of the first
 * @param onlyFirst what only the first measured
 * @param onlySecond what only the second measured
 * @param tests how many tests Holm's correction is for
 * @param firstHardware classes of hardware that the first was measured on
 * @param secondHardware those of the second; unless they are the same, latencies, CPU and memory
 *     tell of hardware too
 */
public record Comparison(
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
   * @param selection which of them
   */
  public record Side(List<TrialRow> rows, Selection selection) {
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
    return of(new Side(first, Selection.ALL), new Side(second, Selection.ALL));
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
    List<Double> p = evidence(pairs).map(Evidence::p).toList();
    return new Comparison(
        corrected(pairs, Holm.adjusted(p)),
        ours.keySet().stream()
            .filter(one -> pairs.stream().noneMatch(pair -> pair.first().equals(one)))
            .toList(),
        theirs.keySet().stream()
            .filter(one -> pairs.stream().noneMatch(pair -> pair.second().equals(one)))
            .toList(),
        p.size(),
        hardware(ours),
        hardware(theirs));
  }

  /** Whether both were measured on the same classes of hardware. */
  public boolean isOnTheSameHardware() {
    return firstHardware.equals(secondHardware);
  }

  private static Stream<Evidence> evidence(List<Pair> pairs) {
    return pairs.stream()
        .flatMap(pair -> pair.differences().values().stream())
        .map(Difference::evidence)
        .filter(Objects::nonNull);
  }

  private static List<Pair> corrected(List<Pair> pairs, List<Double> p) {
    List<Pair> corrected = new ArrayList<>();
    int next = 0;
    for (Pair pair : pairs) {
      Map<Metric, Difference> differences = new EnumMap<>(Metric.class);
      for (Map.Entry<Metric, Difference> one : pair.differences().entrySet()) {
        Difference difference = one.getValue();
        differences.put(
            one.getKey(),
            difference.evidence() == null ? difference : difference.withP(p.get(next++)));
      }
      corrected.add(
          new Pair(pair.first(), pair.second(), pair.firstN(), pair.secondN(), differences));
    }
    return corrected;
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
