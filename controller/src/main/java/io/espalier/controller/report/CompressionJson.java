package io.espalier.controller.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.espalier.compressor.report.CompressionReport;
import io.espalier.compressor.report.LayerReport;
import io.espalier.compressor.report.ModelFigures;
import io.espalier.compressor.report.ParetoPoint;
import io.espalier.compressor.report.ScoreHistogram;
import io.espalier.compressor.report.SensitivityCurve;
import io.espalier.compressor.report.Untouched;
import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compression for scripts. Field names stay as they are; what was not measured, or is no finite
 * number, is absent.
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CompressionJson(
    String model,
    Digest inputSha256,
    Digest outputSha256,
    long links,
    long linksKept,
    @Nullable Double sparsity,
    String lossIs,
    Figures before,
    Figures after,
    List<Layer> layers,
    List<Untouched> untouched,
    List<SensitivityCurve> sensitivity,
    List<Tried> pareto,
    Provenance provenance) {

  /** Of the model, before or after. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Figures(
      long fileBytes,
      long wireBytes,
      long flops,
      @Nullable Double latencyP50Us,
      @Nullable Double accuracy,
      @Nullable Double outputError) {
    private static Figures of(ModelFigures figures) {
      return new Figures(
          figures.fileBytes(),
          figures.wireBytes(),
          figures.flops(),
          finite(figures.micros()),
          finite(figures.accuracy()),
          finite(figures.outputError()));
    }
  }

  /** What a layer paid. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Layer(
      String name,
      String operator,
      List<Integer> shape,
      String layout,
      int links,
      int linksKept,
      @Nullable Double sparsity,
      @Nullable Double scoreMassKept,
      @Nullable Double sqnrDb,
      long bytesBefore,
      long bytesAfter,
      @Nullable Double latencyP50UsBefore,
      @Nullable Double latencyP50UsAfter,
      Scores scores) {
    private static Layer of(LayerReport layer) {
      return new Layer(
          layer.name(),
          layer.operator(),
          layer.shape(),
          layer.layout(),
          layer.links(),
          layer.kept(),
          finite(layer.sparsity()),
          finite(layer.scoreMassKept()),
          finite(layer.sqnrDb()),
          layer.bytesBefore(),
          layer.bytesAfter(),
          finite(layer.microsBefore()),
          finite(layer.microsAfter()),
          Scores.of(layer.scores()));
    }
  }

  /** How many links have a score in each of equal ranges of its decimal logarithm. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Scores(double lowestLog10, double highestLog10, List<Integer> counts) {
    private static Scores of(ScoreHistogram scores) {
      return new Scores(scores.lowestLog(), scores.highestLog(), scores.counts());
    }
  }

  /** One way to compress the model. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tried(
      String label,
      double sparsity,
      long wireBytes,
      @Nullable Double latencyP50Us,
      @Nullable Double loss,
      boolean chosen) {
    private static Tried of(ParetoPoint point) {
      return new Tried(
          point.label(),
          point.sparsity(),
          point.wireBytes(),
          finite(point.micros()),
          finite(point.loss()),
          point.chosen());
    }
  }

  static CompressionJson of(CompressionReport report) {
    return new CompressionJson(
        report.model(),
        report.input(),
        report.output(),
        report.links(),
        report.layers().stream().mapToLong(LayerReport::kept).sum(),
        finite(report.sparsity()),
        report.labelled() ? "accuracy_lost" : "output_error",
        Figures.of(report.before()),
        Figures.of(report.after()),
        report.layers().stream().map(Layer::of).toList(),
        report.untouched(),
        report.sensitivity(),
        report.pareto().stream().map(Tried::of).toList(),
        report.provenance());
  }

  private static @Nullable Double finite(Optional<Double> value) {
    return value.filter(Double::isFinite).orElse(null);
  }

  private static @Nullable Double finite(double value) {
    return finite(Optional.of(value));
  }
}
