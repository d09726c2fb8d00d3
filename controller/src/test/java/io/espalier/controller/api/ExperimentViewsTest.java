package io.espalier.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.comparison.Comparison;
import io.espalier.controller.experiment.ExperimentSpec;
import io.espalier.controller.experiment.Rows;
import io.espalier.controller.experiment.Specs;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.controller.lab.Experiment;
import io.espalier.controller.lab.Phase;
import io.espalier.controller.lab.Progress;
import io.espalier.controller.report.ComparisonWords;
import io.espalier.shared.protocol.MalformedMessageException;
import io.espalier.shared.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExperimentViewsTest {
  private static final Instant AT = Instant.parse("2026-11-29T02:30:00Z");
  private static final ExperimentSpec SPEC = Specs.withSeeds(0L, 1L);

  @Test
  void experimentWithItsTrials_isReadAsItWasWritten() throws Exception {
    SortedMap<Integer, TrialRow> rows = rows();
    rows.put(3, Rows.failed(Trial.all(SPEC).get(2), "too hot"));
    ExperimentView view =
        ExperimentView.brief(
                new Experiment(SPEC, Phase.RUNNING, null, "ann", AT, AT, null),
                new ExperimentView.Counts(20, 2, 0, 1),
                new Progress("seed 1 train", 0.5, ""))
            .with(TrialView.all(SPEC, rows));

    assertThat(text(again(view))).isEqualTo(text(view));
    assertThat(view.trials()).hasSize(20);
    assertThat(text(view)).contains("\"status\":\"waiting\"", "\"data\":\"idx:folder\"");
  }

  @Test
  void summary_countsRepetitionsTogether_andNamesTheirTrials() throws Exception {
    ExperimentSummaryView view = ExperimentSummaryView.of(SPEC, rows());

    assertThat(again(view)).isEqualTo(view);
    assertThat(view.members()).hasSize(1);
    assertThat(view.members().get(0).trials()).containsExactly(1, 11);
    assertThat(view.members().get(0).front()).isTrue();
    assertThat(text(view)).contains("\"accuracy\":{\"mean\":0.95,", "\"front\":true", "95.00 ± ");
    assertThat(text(view))
        .contains(
            "\"main\":{\"metric\":\"accuracy\",\"label\":\"accuracy\",\"title\":\"accuracy,"
                + " %\",\"higherIsBetter\":true}",
            "\"classes\":{\"precision\":\"fp32\",\"dense\":{\"method\":\"dense\"",
            "\"0\":{\"right\":9500,\"of\":10000}");
  }

  @Test
  void summary_saysWhatModelsAreComparedBy_andLeavesOutWhatWasNotMeasured() throws Exception {
    SortedMap<Integer, TrialRow> rows = new TreeMap<>();
    rows.put(1, Rows.judged(Trial.all(SPEC).get(0), 0.25, 0.5, 0.875));
    ExperimentSummaryView view = ExperimentSummaryView.of(SPEC, rows);

    assertThat(again(view)).isEqualTo(view);
    assertThat(view.members().get(0).front()).isTrue();
    assertThat(text(view))
        .contains("\"metric\":\"auc\"", "\"figure\":\"0.8750\"")
        .doesNotContain("accuracy", "classes");
  }

  @Test
  void comparison_isReadAsItWasWritten() throws Exception {
    List<TrialRow> rows = List.copyOf(rows().values());
    ComparisonView view =
        ComparisonView.of(new ComparisonWords("a", "b", Comparison.of(rows, rows)));

    assertThat(again(view)).isEqualTo(view);
    assertThat(text(view))
        .contains("\"change\":0.0", "\"test\":\"paired\"", "\"low\":0.0", "\"p\":1.0}")
        .doesNotContain("ardware\":true");
  }

  /** The first trial of each seed, which is the dense one. */
  private static SortedMap<Integer, TrialRow> rows() {
    SortedMap<Integer, TrialRow> rows = new TreeMap<>();
    rows.put(1, Rows.measured(Trial.all(SPEC).get(0), 9_400, 20));
    rows.put(11, Rows.measured(Trial.all(SPEC).get(10), 9_600, 20));
    return rows;
  }

  @SuppressWarnings("unchecked")
  private static <T> T again(T view) throws MalformedMessageException {
    return (T) MessageCodec.decode(MessageCodec.encode(view), view.getClass());
  }

  private static String text(Object view) {
    return new String(MessageCodec.encode(view), StandardCharsets.UTF_8);
  }
}
