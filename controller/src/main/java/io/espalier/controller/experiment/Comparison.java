package io.espalier.controller.experiment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Summary.Statistic;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two experiments side by side.
 *
 * @param pairs what both measured, in the order of the first
 * @param onlyFirst what only the first measured
 * @param onlySecond what only the second measured
 */
public record Comparison(List<Pair> pairs, List<Cell> onlyFirst, List<Cell> onlySecond) {
  /** Copies. */
  public Comparison {
    pairs = List.copyOf(pairs);
    onlyFirst = List.copyOf(onlyFirst);
    onlySecond = List.copyOf(onlySecond);
  }

  /**
   * The same method, sparsity and precision in both.
   *
   * @param firstN how many repetitions the first has
   * @param secondN how many the second has
   * @param differences one for each metric that both measured
   */
  public record Pair(
      String method,
      double sparsity,
      Precision precision,
      int firstN,
      int secondN,
      Map<Metric, Difference> differences) {
    /** The difference in a metric. */
    public Difference of(Metric metric) {
      return Objects.requireNonNull(differences.get(metric));
    }
  }

  /**
   * How a metric differs.
   *
   * @param first mean of the first
   * @param second mean of the second
   * @param change second less first
   * @param standardError of the change, repetitions taken as independent; absent unless both have
   *     two or more
   */
  public record Difference(
      double first,
      double second,
      double change,
      @JsonSetter(nulls = Nulls.SET) @Nullable Double standardError) {
    private static Difference of(Cell first, Cell second, Metric metric) {
      Statistic a = first.of(metric);
      Statistic b = second.of(metric);
      Double error =
          a.sd() == null || b.sd() == null
              ? null
              : Math.sqrt(a.sd() * a.sd() / first.n() + b.sd() * b.sd() / second.n());
      return new Difference(a.mean(), b.mean(), b.mean() - a.mean(), error);
    }
  }

  /** Compares. */
  public static Comparison of(Summary first, Summary second) {
    List<Pair> pairs = new ArrayList<>();
    for (Cell cell : first.cells()) {
      counterpart(cell, second).ifPresent(other -> pairs.add(pair(cell, other)));
    }
    return new Comparison(pairs, without(first, second), without(second, first));
  }

  private static Pair pair(Cell first, Cell second) {
    Map<Metric, Difference> differences = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      if (first.has(metric) && second.has(metric)) {
        differences.put(metric, Difference.of(first, second, metric));
      }
    }
    return new Pair(
        first.method(), first.sparsity(), first.precision(), first.n(), second.n(), differences);
  }

  private static List<Cell> without(Summary all, Summary others) {
    return all.cells().stream().filter(cell -> counterpart(cell, others).isEmpty()).toList();
  }

  private static Optional<Cell> counterpart(Cell cell, Summary others) {
    return others.cells().stream()
        .filter(
            other ->
                other.method().equals(cell.method())
                    && other.sparsity() == cell.sparsity()
                    && other.precision() == cell.precision())
        .findFirst();
  }
}
