package io.espalier.compressor.report;

import java.util.List;

/**
 * What pruning one layer alone does to the model.
 *
 * @param layer its name
 * @param points by rising sparsity
 */
public record SensitivityCurve(String layer, List<Point> points) {
  public SensitivityCurve {
    points = List.copyOf(points);
  }

  /**
   * One sparsity of the layer.
   *
   * @param sparsity share of its links pruned
   * @param loss accuracy lost, or without labels the relative squared error of the outputs
   */
  public record Point(double sparsity, double loss) {}
}
