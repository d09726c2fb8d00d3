package io.espalier.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionReportWriterTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void terminalTables_showWhatEachLayerPaidAndWhatTheModelGained() {
    assertThat(CompressionReportWriter.terminalTables(CompressionReports.full()))
        .isEqualTo(
            """
            layer              shape    links  pruned  score kept  SQNR, dB    bytes      now    µs  now
            hidden/MatMul  256 × 784  200,704  90.0 %      61.2 %      38.1  802,816  200,704  12.0  3.1
            output/MatMul   10 × 256    2,560  90.0 %      73.4 %         –   10,240    2,560  12.0    –
            all                       203,264  90.0 %                        813,056  203,264  24.1    –

            model                  before      now    gain
            file, bytes         1,743,568  457,520   3.8 ×
            on the wire, bytes  1,617,196   55,116  29.3 ×
            FLOPs                 868,352   86,832  10.0 ×
            one inference, µs        19.1      4.7   4.0 ×
            accuracy, %             96.50    96.10   −0.40
            error of outputs            0   0.0123

            left alone: reshape: has no weights""");
  }

  @Test
  void terminalTables_sendNoControlCharacters() {
    assertThat(CompressionReportWriter.terminalTables(CompressionReports.hostile()))
        .contains("left alone: a\"<b>&`|?[31m?: - x: a\"<b>")
        .doesNotContain("\u001b");
  }

  @Test
  void page_showsWhatOthersWroteAsText() {
    String page = CompressionReportWriter.page(CompressionReports.hostile());
    assertThat(page).contains("a&quot;&lt;b&gt;&amp;`").doesNotContain("<b>", "<script");
  }

  @Test
  void page_namesEveryRowColumnAndDrawing() {
    String page = CompressionReportWriter.page(CompressionReports.full());
    assertThat(page)
        .contains("<html lang=\"en\">", "<th scope=\"col\">score kept</th>")
        .contains("<th scope=\"row\">hidden/MatMul</th><td>256 × 784</td><td>200,704</td>")
        .contains("aria-label=\"Loss against bytes\"", "aria-label=\"Sensitivity of each layer\"")
        .contains("aria-label=\"hidden/MatMul, 90.0 % pruned\"")
        .contains("<th scope=\"row\">reshape</th><td>has no weights</td>")
        .contains("<dt>seed</dt><dd>7</dd>")
        .doesNotContain("<th>", "http:", "https:");
  }

  @Test
  void page_withNothingToShow_saysSo() {
    assertThat(CompressionReportWriter.page(CompressionReports.bare()))
        .contains("Nothing was pruned: no layer has links that could be.")
        .doesNotContain("<svg", "NaN", "Infinity");
  }

  @Test
  void json_hasStableNames() {
    JsonNode json = JSON.valueToTree(CompressionReportWriter.json(CompressionReports.full()));
    assertThat(names(json))
        .containsExactly(
            "model",
            "input_sha256",
            "output_sha256",
            "links",
            "links_kept",
            "sparsity",
            "loss_is",
            "before",
            "after",
            "layers",
            "untouched",
            "sensitivity",
            "pareto",
            "provenance");
    assertThat(names(json.get("after")))
        .containsExactly(
            "file_bytes", "wire_bytes", "flops", "latency_p50_us", "accuracy", "output_error");
    assertThat(names(json.at("/layers/0")))
        .containsExactly(
            "name",
            "operator",
            "shape",
            "layout",
            "links",
            "links_kept",
            "sparsity",
            "score_mass_kept",
            "sqnr_db",
            "bytes_before",
            "bytes_after",
            "latency_p50_us_before",
            "latency_p50_us_after",
            "scores");
    assertThat(names(json.at("/layers/0/scores")))
        .containsExactly("lowest_log10", "highest_log10", "counts");
    assertThat(names(json.at("/sensitivity/0/points/0"))).containsExactly("sparsity", "loss");
    assertThat(names(json.at("/pareto/0")))
        .containsExactly("label", "sparsity", "wire_bytes", "latency_p50_us", "loss", "chosen");
    assertThat(json.at("/after/accuracy").asDouble()).isEqualTo(0.961);
    assertThat(json.at("/layers/1/sqnr_db").isMissingNode()).isTrue();
  }

  @Test
  void json_leavesOutWhatIsNoNumber() throws Exception {
    String json =
        JSON.writeValueAsString(CompressionReportWriter.json(CompressionReports.bare()))
            + JSON.writeValueAsString(CompressionReportWriter.json(CompressionReports.hostile()));
    assertThat(json).doesNotContain("NaN", "Infinity", "null");
  }

  @Test
  void modelCard_hasAHeaderThatIsAModelIndex() throws Exception {
    JsonNode header =
        header(CompressionReportWriter.modelCard(CompressionReports.full(), "digits", "mnist"));
    assertThat(header.at("/model-index/0/name").asText()).isEqualTo("digits");
    JsonNode result = header.at("/model-index/0/results/0");
    assertThat(result.at("/task/type").asText()).isEqualTo("other");
    assertThat(result.at("/dataset/type").asText()).isEqualTo("mnist");
    assertThat(result.at("/dataset/name").asText()).isEqualTo("mnist");
    assertThat(result.at("/metrics/0/type").asText()).isEqualTo("accuracy");
    assertThat(result.at("/metrics/0/value").asDouble()).isEqualTo(0.961);
  }

  @Test
  void modelCard_keepsWhateverNamesAre() throws Exception {
    String hostile = CompressionReports.HOSTILE;
    String card = CompressionReportWriter.modelCard(CompressionReports.hostile(), hostile, hostile);
    assertThat(header(card).at("/model-index/0/name").asText()).isEqualTo(hostile);
    assertThat(header(card).at("/model-index/0/results/0/dataset/name").asText())
        .isEqualTo(hostile);
    assertThat(card.split("\n---\n", 2)[1])
        .contains("\n# a&quot;&lt;b&gt;", "from `a\"<b>&'|?[31m?: - x`")
        .doesNotContain("\u001b");
  }

  @Test
  void modelCard_ofAModelWithoutLinks_hasFiguresAllTheSame() throws Exception {
    JsonNode header =
        header(CompressionReportWriter.modelCard(CompressionReports.bare(), "b", "d"));
    assertThat(header.at("/model-index/0/results/0/metrics")).isNotEmpty();
  }

  private static JsonNode header(String card) throws Exception {
    assertThat(card).startsWith("---\n");
    return new YAMLMapper().readTree(card.substring(4, card.indexOf("\n---\n") + 1));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
