package io.espalier.controller.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.compressor.report.CompressionReport;
import io.espalier.compressor.report.ModelFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A compression as a model card for Hugging Face: what its hub reads of a model stands in a YAML
 * header, whose results are a {@code model-index}.
 *
 * @see <a href="https://huggingface.co/docs/hub/model-cards">Model cards</a>
 */
final class ModelCard {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          // A line that is broken is hard to find again.
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private ModelCard() {}

  static String of(CompressionReport report, String name, String data) {
    return "---\n" + header(report, name, data) + "---\n\n" + body(report, name, data);
  }

  private static String header(CompressionReport report, String name, String data) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(
        "task",
        report.labelled()
            ? named("other", "Classification")
            : named("other", "Fidelity to the model before compression"));
    result.put("dataset", named(data, data));
    result.put("metrics", metrics(report));
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("name", name);
    model.put("results", List.of(result));
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("library_name", "tflite");
    header.put("tags", List.of("tflite", "pruning", "quantization", "shapley", "espalier"));
    header.put("model-index", List.of(model));
    try {
      return YAML.writeValueAsString(header);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("model card: maps of text that do not make YAML", e);
    }
  }

  private static Map<String, Object> named(String type, String name) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("type", type);
    named.put("name", name);
    return named;
  }

  private static List<Map<String, Object>> metrics(CompressionReport report) {
    ModelFigures after = report.after();
    List<Map<String, Object>> metrics = new ArrayList<>();
    after.accuracy().ifPresent(accuracy -> metrics.add(metric("accuracy", "Accuracy", accuracy)));
    add(metrics, "relative_squared_error", "Relative squared error", after.outputError());
    metrics.add(metric("model_size", "File, bytes", after.fileBytes()));
    metrics.add(metric("transfer_size", "On the wire, bytes", after.wireBytes()));
    add(metrics, "latency", "Median of one inference, µs", after.micros());
    if (report.links() > 0) {
      metrics.add(metric("sparsity", "Share of links pruned", report.sparsity()));
    }
    return metrics;
  }

  private static void add(
      List<Map<String, Object>> metrics, String type, String name, double value) {
    if (Double.isFinite(value)) {
      metrics.add(metric(type, name, value));
    }
  }

  private static Map<String, Object> metric(String type, String name, Number value) {
    Map<String, Object> metric = named(type, name);
    metric.put("value", value);
    return metric;
  }

  private static String body(CompressionReport report, String name, String data) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(Markdown.text(name)).append("\n\n");
    out.append("A TensorFlow Lite model, compressed by Espalier from `")
        .append(Markdown.code(report.model()))
        .append("` on `")
        .append(Markdown.code(data))
        .append("`.\n\n");
    out.append(Markdown.table(CompressionTables.figures(report)));
    out.append("\n## Layers\n\n").append(Markdown.table(CompressionTables.layers(report)));
    out.append("\n## Provenance\n\n");
    out.append("- input SHA-256: `").append(report.input()).append("`\n");
    out.append("- output SHA-256: `").append(report.output()).append("`\n");
    out.append("- Espalier: `")
        .append(Markdown.code(report.provenance().version()))
        .append("`, commit `")
        .append(Markdown.code(report.provenance().commit()))
        .append("`\n");
    report
        .provenance()
        .recipe()
        .forEach(
            (key, value) ->
                out.append("- ")
                    .append(Markdown.text(key))
                    .append(": `")
                    .append(Markdown.code(value))
                    .append("`\n"));
    return out.toString();
  }
}
