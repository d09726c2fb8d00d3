package io.espalier.controller.report;

import io.espalier.controller.comparison.Comparison;
import io.espalier.controller.comparison.Difference;
import io.espalier.controller.comparison.Evidence;
import io.espalier.controller.comparison.Pair;
import io.espalier.controller.experiment.Summary.Metric;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a comparison says, in sentences that its figures carry.
 *
 * @param first how the first is called
 * @param second how the second is called
 */
public record ComparisonWords(String first, String second, Comparison comparison) {
  /** All of it in one sentence. */
  public String conclusion() {
    List<Pair> pairs = comparison.pairs();
    if (pairs.isEmpty()) {
      return "Nothing was measured in both.";
    }
    if (pairs.size() == 1) {
      return sentence(pairs.get(0));
    }
    Metric metric = main();
    List<Difference> differences =
        pairs.stream().map(pair -> pair.of(metric)).flatMap(Optional::stream).toList();
    long tested = differences.stream().filter(one -> one.evidence() != null).count();
    MetricWords words = MetricWords.of(metric);
    if (tested == 0) {
      DoubleSummaryStatistics changes =
          differences.stream().mapToDouble(Difference::change).summaryStatistics();
      return "%s differs by %s to %s%s over %d variants; how sure that is takes two seeds of each."
          .formatted(
              Numbers.capital(words.name()),
              words.change(changes.getMin()),
              words.change(changes.getMax()),
              words.unit(),
              differences.size());
    }
    long better = count(differences, change -> words.isBetter(change));
    long worse = count(differences, change -> !words.isBetter(change));
    return "In %s, %s is better than %s in %d of %d variants and worse in %d; in %d no difference was found (%s)."
        .formatted(
            words.name(), second, first, better, tested, worse, tested - better - worse, how());
  }

  /** A pair in one sentence. */
  public String sentence(Pair pair) {
    StringBuilder text = new StringBuilder();
    text.append(pair.label()).append(", ").append(seeds(pair)).append(": ");
    text.append(pair.of(main()).map(difference -> said(main(), difference)).orElse("–"));
    List<String> others = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      if (metric != main()) {
        pair.of(metric)
            .filter(ComparisonWords::isSure)
            .ifPresent(difference -> others.add(share(metric, difference)));
      }
    }
    return text + (others.isEmpty() ? "." : "; " + String.join(", ", others) + ".");
  }

  /** How sure it is that a metric differs, for a cell of a table. */
  public static String interval(Metric metric, Difference difference) {
    MetricWords words = MetricWords.of(metric);
    Evidence evidence = difference.evidence();
    return evidence == null
        ? words.change(difference.change())
        : "%s (%s to %s), %s"
            .formatted(
                words.change(difference.change()),
                words.change(evidence.low()),
                words.change(evidence.high()),
                Numbers.p(evidence.p()));
  }

  /** What was tested and how. */
  public String how() {
    List<Evidence> all =
        comparison.pairs().stream()
            .flatMap(pair -> pair.differences().values().stream())
            .map(Difference::evidence)
            .flatMap(Stream::ofNullable)
            .toList();
    if (all.isEmpty()) {
      return "nothing was tested";
    }
    boolean paired = all.stream().anyMatch(one -> one.test() == Evidence.Test.PAIRED);
    boolean welch = all.stream().anyMatch(one -> one.test() == Evidence.Test.WELCH);
    String test =
        paired && welch
            ? "paired by seed where seeds are shared, else by Welch"
            : paired ? "paired by seed" : "Welch's t, seeds not shared";
    return "95%% intervals, %s; p after Holm for %d tests of each metric"
        .formatted(test, comparison.tests());
  }

  /** What a reader must bear in mind; empty if nothing. */
  public Optional<String> warning() {
    return comparison.isOnTheSameHardware()
        ? Optional.empty()
        : Optional.of(
            "%s was measured on %s, %s on %s: latencies, CPU and memory tell of hardware too."
                .formatted(
                    first,
                    String.join(", ", comparison.firstHardware()),
                    second,
                    String.join(", ", comparison.secondHardware())));
  }

  /** What models are compared by first. */
  public Metric main() {
    return comparison.main().metric();
  }

  private String said(Metric metric, Difference difference) {
    MetricWords words = MetricWords.of(metric);
    Evidence evidence = difference.evidence();
    String size = words.figure(Math.abs(difference.change())) + words.unit();
    if (evidence == null) {
      return "%s differs by %s%s from one repetition, which says nothing of chance"
          .formatted(words.name(), words.change(difference.change()), words.unit());
    }
    if (!evidence.isSure()) {
      return "%s: %s to %s%s, %s"
          .formatted(
              (evidence.isSureAlone()
                      ? "what differs in %s may be chance"
                      : "no difference in %s was found")
                  .formatted(words.name()),
              words.change(evidence.low()),
              words.change(evidence.high()),
              words.unit(),
              Numbers.p(evidence.p()));
    }
    boolean better = words.isBetter(difference.change());
    double near = Math.min(Math.abs(evidence.low()), Math.abs(evidence.high()));
    double far = Math.max(Math.abs(evidence.low()), Math.abs(evidence.high()));
    return "%s is %s by %s in %s (%s to %s, %s)"
        .formatted(
            second,
            better ? "better" : "worse",
            size,
            words.name(),
            words.figure(near),
            words.figure(far),
            Numbers.p(evidence.p()));
  }

  /** A sure difference as a share of the first. */
  private static String share(Metric metric, Difference difference) {
    double share = difference.change() / difference.first();
    return "%s %s %s %%"
        .formatted(
            MetricWords.of(metric).name(),
            share < 0 ? "less by" : "more by",
            Numbers.short3(100 * Math.abs(share)));
  }

  private static String seeds(Pair pair) {
    String first = Numbers.count(pair.firstN());
    if (pair.firstN() == pair.secondN()) {
      return "on " + first + (pair.firstN() == 1 ? " seed" : " seeds");
    }
    return "on %s and %d seeds".formatted(first, pair.secondN());
  }

  private static long count(List<Difference> differences, Predicate<Double> what) {
    return differences.stream()
        .filter(ComparisonWords::isSure)
        .filter(difference -> what.test(difference.change()))
        .count();
  }

  private static boolean isSure(Difference difference) {
    return difference.evidence() != null && difference.evidence().isSure();
  }
}
