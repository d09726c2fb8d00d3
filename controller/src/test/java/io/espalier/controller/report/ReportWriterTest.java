package io.espalier.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.controller.experiment.Rows;
import io.espalier.controller.experiment.Specs;
import io.espalier.controller.experiment.Trial;
import io.espalier.controller.experiment.TrialRow;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.trial.ClassCount;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportWriterTest {
  private static final Trial DENSE = new Trial(0, Trial.DENSE, 0, Precision.FP32);
  private static final Trial PRUNED = new Trial(0, "shapley", 0.5, Precision.FP32);
  private static final Trial PRUNED_MORE = new Trial(0, "shapley", 0.9, Precision.FP32);

  @Test
  void page_showsWhatOthersWroteAsText() {
    String page =
        page(
            Map.of("Data", "a \"<b>\" & c"),
            Rows.measured(DENSE, 9_600, 20),
            Rows.failed(PRUNED, "<script>alert('x')</script>"));
    assertThat(page)
        .contains("a &quot;&lt;b&gt;&quot; &amp; c")
        .contains("failed: &lt;script&gt;")
        .contains("Raspberry Pi 4, &quot;Model B&quot;")
        .doesNotContain("<script", "<b>");
  }

  @Test
  void tables_nameEveryRowAndColumn_forThoseWhoListen() {
    String page =
        page(
            Map.of(),
            Rows.measured(DENSE, 9_600, 20),
            Rows.measured(PRUNED, 9_500, 20),
            Rows.measured(PRUNED_MORE, 9_400, 20));
    assertThat(page)
        .contains("<html lang=\"en\">", "<th scope=\"col\">FP32</th>")
        .contains("<th scope=\"row\">shapley</th><td>50 %</td><td>95.00</td>")
        .contains("<th scope=\"row\">shapley</th><td>90 %</td><td>94.00</td>")
        .doesNotContain("<th>");
  }

  @Test
  void page_saysWhatIsMissingAndWhatFailed() {
    assertThat(page(Map.of(), Rows.failed(DENSE, "too hot")))
        .contains("0 of 10 trials measured on 0 nodes, 1 seed.")
        .contains("The run is not finished", "Trials that failed: 1;", "failed: too hot")
        .doesNotContain("<svg");
  }

  @Test
  void page_saysWhatARaceDropped_andDoesNotCallItFailed() {
    assertThat(
            page(
                Map.of(),
                Rows.measured(DENSE, 9_600, 20),
                TrialRow.dropped(PRUNED, "after 3 seeds: it won")))
        .contains("1 of 10 trials measured, 1 dropped by the race, on 1 node, 1 seed.")
        .contains("dropped: after 3 seeds: it won")
        .doesNotContain("Trials that failed");
  }

  @Test
  void page_tellsMethodsApart_whereSeedsAreShared() {
    Trial other = new Trial(0, "magnitude", 0.5, Precision.FP32);
    Trial again = new Trial(1, "shapley", 0.5, Precision.FP32);
    Trial otherAgain = new Trial(1, "magnitude", 0.5, Precision.FP32);
    assertThat(
            page(
                Map.of(),
                Rows.measured(PRUNED, 9_500, 20),
                Rows.measured(other, 9_400, 20),
                Rows.measured(again, 9_520, 20),
                Rows.measured(otherAgain, 9_400, 20)))
        .contains("<th scope=\"row\">shapley less magnitude</th><td>50 %</td>")
        .contains("<td>+1.10 ± 1.27</td><td>0.0577</td>");
  }

  @Test
  void page_showsWhichClassPays_repetitionsTakenTogether() {
    Trial again = new Trial(1, "shapley", 0.9, Precision.FP32);
    ClassCount most = new ClassCount(90, 100);
    assertThat(
            page(
                Map.of(),
                Rows.counted(DENSE, most, most),
                Rows.counted(PRUNED, most, new ClassCount(70, 100)),
                Rows.counted(PRUNED_MORE, new ClassCount(88, 100), new ClassCount(50, 100)),
                Rows.counted(again, new ClassCount(86, 100), new ClassCount(54, 100))))
        .contains("Recall by class, %, FP32")
        .contains("Class 1 pays most: 90.00 % of its samples are recognised by the baseline,")
        .contains("52.00 % after shapley took 90 % of the links.")
        .contains("<th scope=\"row\">1</th><td>100</td><td>90.00</td><td>52.00</td><td>−38.00</td>")
        .contains("class 0, shapley 90 %: 87.00 %");
  }

  @Test
  void page_isAboutErrors_whereThoseWereMeasured() {
    assertThat(
            page(
                Map.of(),
                Rows.judged(DENSE, 0.00012, 0.01, null),
                Rows.judged(PRUNED, 0.00034, 0.02, null)))
        .contains("MSE is computed on the node", "<h2>MSE</h2>", "<h2>MAE</h2>")
        .contains("<td>0.0003400</td>", "MSE against sparsity, FP32")
        .contains("<td>0.0003400</td><td>10000</td>")
        .doesNotContain("ccuracy", "Recall");
  }

  @Test
  void plots_areFilesThatStandAlone_withTitleAndLegend() throws Exception {
    Map<String, String> plots =
        ReportWriter.plots(
            Specs.withSeeds(0L),
            List.of(Rows.measured(DENSE, 9_600, 20), Rows.measured(PRUNED, 9_500, 20)));
    assertThat(plots)
        .hasSize(7)
        .containsKeys("accuracy-against-sparsity-fp32.svg", "recall-by-class-fp32.svg");
    for (String svg : plots.values()) {
      Document read =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
      assertThat(read.getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(svg).contains("<style>", "class=\"title\"");
    }
    assertThat(plots.get("accuracy-against-sparsity-fp32.svg")).contains(">shapley</text>");
    // One model, for the other has as many bytes and fewer right answers, and one in the legend.
    assertThat(plots.get("accuracy-against-bytes.svg"))
        .containsPattern("(?s)class=\"ring\".*class=\"ring\"")
        .doesNotContainPattern("(?s)class=\"ring\".*class=\"ring\".*class=\"ring\"");
  }

  @Test
  void page_marksTrialsOfASlowedBoard() {
    assertThat(page(Map.of(), Rows.measured(DENSE, 9_600, 20), Rows.throttled(PRUNED)))
        .contains("Trials whose board was throttled meanwhile: 1;")
        .contains("ok, slowed by under-voltage temperature-limit");
    assertThat(page(Map.of(), Rows.measured(DENSE, 9_600, 20))).doesNotContain("throttled");
  }

  private static String page(Map<String, String> facts, TrialRow... rows) {
    return ReportWriter.page(new ReportWriter.Facts(Specs.withSeeds(0L), facts), List.of(rows));
  }
}
