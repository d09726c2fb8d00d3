package io.espalier.controller.experiment;

import io.espalier.shared.artifact.Precision;
import io.espalier.shared.trial.ClassCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which class pays for pruning: how often each is recognised by the dense model and by the most
 * pruned ones, in one precision, repetitions taken together.
 *
 * @param precision the first of the experiment
 * @param dense the baseline
 * @param pruned the most pruned variant of each method, maybe none
 */
public record ClassRecall(Precision precision, Variant dense, List<Variant> pruned) {
  /** Copies. */
  public ClassRecall {
    pruned = List.copyOf(pruned);
  }

  /**
   * What a variant recognised.
   *
   * @param method how links were ranked
   * @param sparsity the fraction of links removed
   * @param counts by class; one without samples is absent
   */
  public record Variant(String method, double sparsity, SortedMap<Integer, ClassCount> counts) {
    /** The share of a class that was recognised, in [0, 1]; 0 of a class that has no samples. */
    public double recall(int of) {
      ClassCount count = counts.get(of);
      return count == null || count.of() == 0 ? 0 : count.right() / (double) count.of();
    }
  }

  /** That of an experiment; empty if no class was counted, or no dense model is among those. */
  public static Optional<ClassRecall> of(List<TrialRow> rows) {
    List<TrialRow> counted = rows.stream().filter(row -> row.classes() != null).toList();
    return counted.stream()
        .filter(row -> row.method().equals(Trial.DENSE))
        .findFirst()
        .map(first -> of(counted, first));
  }

  private static ClassRecall of(List<TrialRow> counted, TrialRow dense) {
    List<TrialRow> comparable =
        counted.stream().filter(row -> row.precision() == dense.precision()).toList();
    double most = comparable.stream().mapToDouble(TrialRow::sparsity).max().orElse(0);
    List<Variant> pruned = new ArrayList<>();
    comparable.stream()
        .filter(row -> row.sparsity() == most && !row.method().equals(Trial.DENSE))
        .map(TrialRow::method)
        .distinct()
        .forEach(method -> pruned.add(variant(comparable, method, most)));
    return new ClassRecall(
        dense.precision(), variant(comparable, Trial.DENSE, dense.sparsity()), pruned);
  }

  private static Variant variant(List<TrialRow> rows, String method, double sparsity) {
    SortedMap<Integer, ClassCount> sums = new TreeMap<>();
    rows.stream()
        .filter(row -> row.method().equals(method) && row.sparsity() == sparsity)
        .forEach(
            row ->
                ClassCounts.parse(row.classes())
                    .forEach((one, count) -> sums.merge(one, count, ClassRecall::sum)));
    return new Variant(method, sparsity, sums);
  }

  private static ClassCount sum(ClassCount one, ClassCount other) {
    return new ClassCount(one.right() + other.right(), one.of() + other.of());
  }

  /** The classes, those first that the most pruned models lose most of. */
  public List<Integer> worstFirst() {
    SortedSet<Integer> classes = new TreeSet<>(dense.counts().keySet());
    pruned.forEach(variant -> classes.addAll(variant.counts().keySet()));
    return classes.stream().sorted(Comparator.comparingDouble(this::change)).toList();
  }

  /** How much the recall of a class changes at worst by pruning: below 0 where it suffers. */
  public double change(int of) {
    return worst(of).recall(of) - dense.recall(of);
  }

  /** The most pruned variant that recognises a class least often. */
  public Variant worst(int of) {
    return pruned.stream().min(Comparator.comparingDouble(one -> one.recall(of))).orElse(dense);
  }

  /** All variants, the dense one first. */
  public List<Variant> variants() {
    return Stream.concat(Stream.of(dense), pruned.stream()).toList();
  }
}
