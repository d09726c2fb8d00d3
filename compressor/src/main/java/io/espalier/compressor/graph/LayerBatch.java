package io.espalier.compressor.graph;

import io.espalier.compressor.linalg.Matrix;

/**
 * What a group of units sees and makes of it, one row for each sample, or for each position of a
 * sample where a kernel slides.
 *
 * @param inputs rows × n
 * @param sums rows × m: Wᵀx + b, before the activation
 */
public record LayerBatch(Matrix inputs, Matrix sums) {
  /**
   * @throws IllegalArgumentException if the two differ in rows
   */
  public LayerBatch {
    if (inputs.rows() != sums.rows()) {
      throw new IllegalArgumentException(
          "batch: expected as many sums as inputs, found %d for %d"
              .formatted(sums.rows(), inputs.rows()));
    }
  }
}
