package io.espalier.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.comparison.Comparison;
import io.espalier.controller.experiment.Rows;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonWordsTest {
  /** Of each seed, by how many images of 10,000 the second is better. */
  private static final int[] BETTER = {118, 121, 120, 119, 122};

  private static final int[] SAME = {3, -4, 1, -2, 2};

  @Test
  void sentence_saysWhatIsBetterByHowMuch_andHowSureThatIs() {
    ComparisonWords words = words(rows(0.92, new int[5], 20), rows(0.92, BETTER, 20));

    assertThat(words.conclusion())
        .isEqualTo(
            "shapley-0.92-int8, on 5 seeds: after is better by 1.20 points in accuracy"
                + " (1.18 to 1.22, p < 0.001).");
  }

  @Test
  void sentence_saysWhatElseDiffersForSure() {
    ComparisonWords words = words(rows(0.92, new int[5], 20), rows(0.92, SAME, 15));

    assertThat(words.conclusion())
        .isEqualTo(
            "shapley-0.92-int8, on 5 seeds: no difference in accuracy was found: −0.04 to +0.04"
                + " points, p = 1.000; median latency less by 25.0 %, 90th percentile of the"
                + " latency less by 25.0 %, 99th percentile of the latency less by 25.0 %.");
  }

  @Test
  void conclusion_countsWhereThereAreSeveral_andSaysHowTheyWereTested() {
    List<TrialRow> before = new ArrayList<>(rows(0.92, new int[5], 20));
    before.addAll(rows(0.95, new int[5], 20));
    List<TrialRow> after = new ArrayList<>(rows(0.92, BETTER, 20));
    after.addAll(rows(0.95, SAME, 20));

    assertThat(words(before, after).conclusion())
        .isEqualTo(
            "In accuracy, after is better than before in 1 of 2 variants and worse in 0; in 1 no"
                + " difference was found (95% intervals, paired by seed; p after Holm for 2"
                + " tests of each metric).");
  }

  @Test
  void oneRepetition_saysNothingOfChance() {
    ComparisonWords words =
        words(rows(0.92, new int[5], 20).subList(0, 1), rows(0.92, BETTER, 20).subList(0, 1));

    assertThat(words.conclusion())
        .isEqualTo(
            "shapley-0.92-int8, on 1 seed: accuracy differs by +1.18 points from one repetition,"
                + " which says nothing of chance.");
  }

  @Test
  void nothingInCommon_isSaid() {
    assertThat(words(rows(0.92, SAME, 20), rows(0.95, SAME, 20)).conclusion())
        .isEqualTo("Nothing was measured in both.");
  }

  @Test
  void page_hasPlotsAndTableAndSentences_andShowsNamesAsTheyAre() {
    List<TrialRow> after = new ArrayList<>(rows(0.92, BETTER, 20));
    after.addAll(rows(0.95, SAME, 20));
    String page =
        ComparisonPage.of(
            new ComparisonWords("a<b", "after", Comparison.of(rows(0.92, new int[5], 20), after)));

    assertThat(page)
        .contains("a&lt;b and after", "Change in accuracy, int8", "is better by 1.20 points")
        .contains("+1.20 (+1.18 to +1.22), p &lt; 0.001", "<td>paired</td>")
        .contains("Only in after", "shapley-0.95-int8", "paired by seed")
        .doesNotContain("a<b", "NaN", "Infinity");
  }

  private static ComparisonWords words(List<TrialRow> before, List<TrialRow> after) {
    return new ComparisonWords("before", "after", Comparison.of(before, after));
  }

  /** Of seeds that differ much among themselves. */
  private static List<TrialRow> rows(double sparsity, int[] more, double p50Us) {
    List<TrialRow> rows = new ArrayList<>();
    for (int seed = 0; seed < more.length; seed++) {
      rows.add(
          Rows.measured(
              new Trial(seed, "shapley", sparsity, Precision.INT8),
              9_000 + 100 * seed + more[seed],
              p50Us));
    }
    return rows;
  }
}
