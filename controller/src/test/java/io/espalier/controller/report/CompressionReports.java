package io.espalier.controller.report;

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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reports to show. */
final class CompressionReports {
  /** What a name in a file may hold. */
  static final String HOSTILE = "a\"<b>&`|\u001b[31m\n: - x";

  private CompressionReports() {}

  /** Two layers, labels, and everything that can be asked for. */
  static CompressionReport full() {
    return report(
        "digits.tflite",
        true,
        List.of(
            layer("hidden/MatMul", List.of(256, 784), 200_704, 20_070, 0.612, Optional.of(38.12)),
            layer("output/MatMul", List.of(10, 256), 2_560, 256, 0.734, Optional.empty())),
        List.of(new Untouched("reshape", "has no weights")),
        List.of(curve("hidden/MatMul", 0.4), curve("output/MatMul", 0.1)),
        List.of(
            new ParetoPoint("80% int8", 0.8, 60_000, 5.1, 0.001, false),
            new ParetoPoint("85% fp32", 0.85, 90_000, 12, 0.002, false),
            new ParetoPoint("90% int8", 0.9, 30_000, 4.8, 0.004, true),
            new ParetoPoint("95% int8", 0.95, 18_000, 4.7, 0.021, false)));
  }

  /** No labels, no layer with links, nothing tried: as little as there can be. */
  static CompressionReport bare() {
    return report("bare.tflite", false, List.of(), List.of(), List.of(), List.of());
  }

  /** Names as an enemy would choose them. */
  static CompressionReport hostile() {
    return report(
        HOSTILE,
        false,
        List.of(layer(HOSTILE, List.of(2, 3), 6, 3, 0.5, Optional.empty())),
        List.of(new Untouched(HOSTILE, HOSTILE)),
        List.of(curve(HOSTILE, 1)),
        List.of(
            new ParetoPoint(HOSTILE, 0.5, 100, 1, Double.NaN, false),
            new ParetoPoint(HOSTILE, 0.6, 90, 1, 0.5, true)));
  }

  private static CompressionReport report(
      String model,
      boolean labelled,
      List<LayerReport> layers,
      List<Untouched> untouched,
      List<SensitivityCurve> sensitivity,
      List<ParetoPoint> pareto) {
    return new CompressionReport(
        model,
        Digest.of(new byte[] {1}),
        Digest.of(new byte[] {2}),
        figures(1_743_568, 1_617_196, 868_352, 19.1, labelled ? 0.965 : Double.NaN, 0),
        figures(457_520, 55_116, 86_832, 4.74, labelled ? 0.961 : Double.NaN, 0.01234),
        labelled,
        layers,
        untouched,
        sensitivity,
        pareto,
        new Provenance(
            "0.1.0",
            "abc1234",
            new TreeMap<>(Map.of("data", "0".repeat(64), "method", "shapley", "seed", "7"))));
  }

  private static ModelFigures figures(
      long file, long wire, long flops, double micros, double accuracy, double error) {
    Optional<Double> known = Double.isNaN(accuracy) ? Optional.empty() : Optional.of(accuracy);
    return new ModelFigures(file, wire, flops, micros, known, error);
  }

  private static LayerReport layer(
      String name, List<Integer> shape, int links, int kept, double mass, Optional<Double> sqnr) {
    return new LayerReport(
        name,
        "FULLY_CONNECTED",
        shape,
        "dense",
        links,
        kept,
        mass,
        sqnr,
        4L * links,
        links,
        Optional.of(12.04),
        sqnr.map(decibels -> 3.1),
        new ScoreHistogram(List.of(1, links / 8, links / 4, links / 2, links / 16, 2), -6.3, -0.2));
  }

  private static SensitivityCurve curve(String layer, double most) {
    return new SensitivityCurve(
        layer,
        List.of(
            new SensitivityCurve.Point(0, 0),
            new SensitivityCurve.Point(0.5, most / 10),
            new SensitivityCurve.Point(0.9, most)));
  }
}
