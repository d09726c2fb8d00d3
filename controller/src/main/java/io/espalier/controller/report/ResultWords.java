package io.espalier.controller.report;

import io.espalier.controller.experiment.MainMetric;
import io.espalier.controller.experiment.MethodContrast;
import io.espalier.controller.experiment.Summary;
import io.espalier.controller.experiment.Summary.Cell;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.controller.experiment.Trial;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the plots of an experiment say, each in a sentence that its figures carry. */
final class ResultWords {
  /** As good as the baseline is who is worse by no more than that share of its figure. */
  private static final double TOLERANCE = 0.01;

  /** Costs that differ by no more than that factor are not worth choosing by. */
  private static final double ALIKE = 1.25;

  /** Less than that share is not worth a worse model, and may be noise. */
  private static final double SAME = 0.05;

  private static final double SURE = 0.05;

  private final Summary summary;
  private final MainMetric main;
  private final List<MethodContrast> contrasts;

  /** Of results, and of how sure the differences between their methods are. */
  ResultWords(Summary summary, List<MethodContrast> contrasts) {
    this.summary = summary;
    this.main = summary.main();
    this.contrasts = contrasts;
  }

  /** Who is best where most was removed, by how much and how surely; empty if nothing was. */
  String atMostPruned(Precision precision) {
    List<Cell> pruned =
        judged(precision).stream().filter(cell -> !cell.method().equals(Trial.DENSE)).toList();
    double most = pruned.stream().mapToDouble(Cell::sparsity).max().orElse(0);
    List<Cell> ranked =
        pruned.stream()
            .filter(cell -> cell.sparsity() == most)
            .sorted(Comparator.comparingDouble(this::worth).reversed())
            .toList();
    if (ranked.isEmpty()) {
      return "";
    }
    Cell best = ranked.get(0);
    List<String> distances = new ArrayList<>();
    baseline(precision).ifPresent(dense -> distances.add(distance(best, dense) + " the baseline"));
    if (ranked.size() > 1) {
      distances.add(lead(best, ranked.get(1)));
    }
    return "With %s %% of the links removed, %s %s %s%s."
        .formatted(
            PaperTable.percent(most),
            best.method(),
            ranked.size() > 1 ? "is best with" : "has",
            figure(best),
            distances.isEmpty() ? "" : ": " + String.join(", and ", distances));
  }

  /**
   * Which of the models that are as good as the baseline costs least; of those that cost about the
   * same, the best.
   */
  String leastCost(Metric cost) {
    Optional<Cell> baseline = baseline(summary.cells().get(0).precision());
    double[] costs = judged().stream().mapToDouble(cell -> mean(cell, cost)).sorted().toArray();
    MetricWords words = MetricWords.of(cost);
    if (costs.length == 0 || baseline.isEmpty()) {
      return "";
    }
    if (costs[costs.length - 1] <= ALIKE * costs[0]) {
      return "No model is worth choosing by it: %s to %s%s."
          .formatted(words.figure(costs[0]), words.figure(costs[costs.length - 1]), words.unit());
    }
    Cell dense = baseline.get();
    double enough = worth(dense) - TOLERANCE * Math.abs(worth(dense));
    List<Cell> good = judged().stream().filter(cell -> worth(cell) >= enough).toList();
    double least = good.stream().mapToDouble(cell -> mean(cell, cost)).min().orElseThrow();
    Cell choice =
        good.stream()
            .filter(cell -> (1 - SAME) * mean(cell, cost) <= least)
            .max(Comparator.comparingDouble(this::worth))
            .orElseThrow();
    String among = "Among models within 1 % of the baseline's " + main.label() + ",";
    return "%s none costs %s %% less than %s: %s%s%s, with %s."
        .formatted(
            among,
            Math.round(100 * SAME),
            name(choice),
            words.figure(mean(choice, cost)),
            words.unit(),
            choice.equals(dense) ? "" : " in place of " + words.figure(mean(dense, cost)),
            figure(choice));
  }

  /**
   * What precisions save beside the first.
   *
   * @param what is compared
   * @param groups the first value of each is
   */
  static String shares(String what, List<BarPlot.Group> groups) {
    if (groups.size() < 2) {
      return "";
    }
    BarPlot.Group first = groups.get(0);
    List<String> others =
        groups.stream()
            .skip(1)
            .map(
                group ->
                    "%s has %s %%"
                        .formatted(
                            group.name(),
                            Math.round(100 * group.values().get(0) / first.values().get(0))))
            .toList();
    return "Of %s's median %s, %s.".formatted(first.name(), what, String.join(", ", others));
  }

  /** How far the best is from the next, and whether that may be chance. */
  private String lead(Cell best, Cell next) {
    Optional<MethodContrast> tested =
        contrasts.stream()
            .filter(
                one ->
                    one.sparsity() == best.sparsity()
                        && one.precision() == best.precision()
                        && List.of(one.first(), one.second())
                            .containsAll(List.of(best.method(), next.method())))
            .findFirst();
    String far = distance(best, next) + " " + next.method() + ", the next";
    if (tested.isEmpty()) {
      return far + " (one seed, which says nothing of chance)";
    }
    double p = tested.get().p();
    return "%s (± %s, %s after Holm%s)"
        .formatted(
            far,
            size(tested.get().halfWidth()),
            Numbers.p(p),
            p < SURE ? "" : ", so it may be chance");
  }

  private String distance(Cell cell, Cell other) {
    double difference = mean(cell, main.metric()) - mean(other, main.metric());
    return "%s %s".formatted(size(Math.abs(difference)), difference < 0 ? "below" : "above");
  }

  private String size(double difference) {
    return main.text(difference) + (main == MainMetric.ACCURACY ? " points" : "");
  }

  private String figure(Cell cell) {
    String text = main.text(mean(cell, main.metric()));
    return main == MainMetric.ACCURACY ? text + " %" : main.label() + " " + text;
  }

  private static String name(Cell cell) {
    String precision = cell.precision().label().toUpperCase(Locale.ROOT);
    return cell.method().equals(Trial.DENSE)
        ? "the baseline in " + precision
        : "%s %s %% %s".formatted(cell.method(), PaperTable.percent(cell.sparsity()), precision);
  }

  private Optional<Cell> baseline(Precision precision) {
    return judged(precision).stream().filter(cell -> cell.method().equals(Trial.DENSE)).findFirst();
  }

  private List<Cell> judged(Precision precision) {
    return judged().stream().filter(cell -> cell.precision() == precision).toList();
  }

  private List<Cell> judged() {
    return summary.cells().stream().filter(cell -> cell.has(main.metric())).toList();
  }

  private double worth(Cell cell) {
    return main.worth(mean(cell, main.metric()));
  }

  private static double mean(Cell cell, Metric metric) {
    return cell.of(metric).mean();
  }
}
