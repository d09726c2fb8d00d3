package io.espalier.compressor.report;

import io.espalier.shared.artifact.Digest;
import io.espalier.shared.artifact.Provenance;
import java.util.List;

/**
 * What a compression did.
 *
 * @param model name of the file that was given
 * @param input digest of the file that was given
 * @param output digest of the file that was written
 * @param before figures of the file that was given
 * @param after figures of the file that was written
 * @param labelled whether losses are accuracy lost, which needs labels, or errors of the outputs
 * @param layers those with links, in the order in which the model computes them
 * @param untouched what was left alone, and why
 * @param sensitivity one curve a layer; empty if none was asked for
 * @param pareto what was tried; at least what was written
 * @param provenance as it stands in the file that was written
 */
public record CompressionReport(
    String model,
    Digest input,
    Digest output,
    ModelFigures before,
    ModelFigures after,
    boolean labelled,
    List<LayerReport> layers,
    List<Untouched> untouched,
    List<SensitivityCurve> sensitivity,
    List<ParetoPoint> pareto,
    Provenance provenance) {
  public CompressionReport {
    layers = List.copyOf(layers);
    untouched = List.copyOf(untouched);
    sensitivity = List.copyOf(sensitivity);
    pareto = List.copyOf(pareto);
  }

  /** The number of links the model had. */
  public long links() {
    return layers.stream().mapToLong(LayerReport::links).sum();
  }

  /** The share of all links that were pruned. */
  public double sparsity() {
    return 1 - layers.stream().mapToLong(LayerReport::kept).sum() / (double) links();
  }
}
