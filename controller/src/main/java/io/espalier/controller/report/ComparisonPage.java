package io.espalier.controller.report;

import io.espalier.controller.comparison.Comparison;
import io.espalier.controller.comparison.Difference;
import io.espalier.controller.comparison.Evidence;
import io.espalier.controller.comparison.Pair;
import io.espalier.controller.comparison.Variant;
import io.espalier.controller.experiment.Summary.Metric;
import io.espalier.shared.artifact.BuildVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison as one HTML page that needs nothing but a browser. */
public final class ComparisonPage {
  private ComparisonPage() {}

  /** The page. */
  public static String of(ComparisonWords words) {
    Comparison comparison = words.comparison();
    Page page = new Page(words.first() + " and " + words.second(), words.conclusion());
    words.warning().ifPresent(page::warning);
    List<Pair> pairs = comparison.pairs();
    if (!pairs.isEmpty()) {
      page.section("Plots");
      page.figures(ComparisonPlots.of(words));
      page.section("In words");
      pairs.forEach(pair -> page.paragraph(words.sentence(pair)));
      page.section("Changes from %s to %s".formatted(words.first(), words.second()));
      table(page, pairs);
      page.paragraph(
          Numbers.capital(words.how())
              + ". An interval is that of its change alone; p is corrected for all of a metric.");
    }
    page.section("Where this comes from");
    page.openFacts();
    side(page, words.first(), comparison.firstHardware(), comparison.onlyFirst());
    side(page, words.second(), comparison.secondHardware(), comparison.onlySecond());
    page.fact("Espalier", BuildVersion.current().toString());
    page.closeFacts();
    return page.toString();
  }

  private static void table(Page page, List<Pair> pairs) {
    List<String> columns = new ArrayList<>(List.of("variant", "metric", "n"));
    columns.addAll(List.of("first", "second", "change, 95% interval, p", "test"));
    page.openTable(columns);
    for (Pair pair : pairs) {
      String css = "first";
      for (Metric metric : Metric.values()) {
        Difference difference = pair.of(metric).orElse(null);
        if (difference != null) {
          page.namedRow(css, pair.label(), cells(pair, metric, difference));
          css = "again";
        }
      }
    }
    page.closeTable();
  }

  private static List<String> cells(Pair pair, Metric metric, Difference difference) {
    MetricWords words = MetricWords.of(metric);
    Evidence evidence = difference.evidence();
    return Arrays.asList(
        words.title(),
        pair.firstN() == pair.secondN()
            ? Integer.toString(pair.firstN())
            : pair.firstN() + ", " + pair.secondN(),
        words.figure(difference.first()),
        words.figure(difference.second()),
        ComparisonWords.interval(metric, difference),
        evidence == null ? "–" : evidence.test().text());
  }

  private static void side(Page page, String name, List<String> hardware, List<Variant> alone) {
    page.fact(name, "measured on " + String.join(", ", hardware));
    if (!alone.isEmpty()) {
      page.fact(
          "Only in " + name, alone.stream().map(Variant::label).collect(Collectors.joining(", ")));
    }
  }
}
