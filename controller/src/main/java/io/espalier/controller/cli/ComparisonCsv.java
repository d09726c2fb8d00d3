package io.espalier.controller.cli;

import io.espalier.controller.comparison.Comparison;
import io.espalier.controller.comparison.Difference;
import io.espalier.controller.comparison.Evidence;
import io.espalier.controller.comparison.Pair;
import io.espalier.controller.experiment.Summary.Metric;
import java.util.ArrayList;
import java.util.List;

/** A comparison for spreadsheets: a line for each variant and metric, in the units of results. */
final class ComparisonCsv {
  static final Listing<Line> LISTING =
      new Listing<>(
          List.of(
              "first",
              "second",
              "metric",
              "first_n",
              "second_n",
              "first_mean",
              "second_mean",
              "change",
              "test",
              "low",
              "high",
              "p_holm"),
          Line::cells);

  private ComparisonCsv() {}

  /** A metric of a pair. */
  record Line(Pair pair, Metric metric, Difference difference) {
    private List<String> cells() {
      Evidence evidence = difference.evidence();
      List<String> cells =
          new ArrayList<>(
              List.of(
                  pair.first().label(),
                  pair.second().label(),
                  metric.column(),
                  Integer.toString(pair.firstN()),
                  Integer.toString(pair.secondN()),
                  Double.toString(difference.first()),
                  Double.toString(difference.second()),
                  Double.toString(difference.change())));
      cells.addAll(
          evidence == null
              ? List.of("", "", "", "")
              : List.of(
                  evidence.test().text(),
                  Double.toString(evidence.low()),
                  Double.toString(evidence.high()),
                  Double.toString(evidence.p())));
      return cells;
    }
  }

  static List<Line> lines(Comparison comparison) {
    List<Line> lines = new ArrayList<>();
    for (Pair pair : comparison.pairs()) {
      pair.differences()
          .forEach((metric, difference) -> lines.add(new Line(pair, metric, difference)));
    }
    return lines;
  }
}
