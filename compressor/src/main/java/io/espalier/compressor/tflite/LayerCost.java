package io.espalier.compressor.tflite;

import java.util.List;
import java.util.Optional;

/**
 * What one layer of a file costs.
 *
 * @param operator number of its operator in the main graph
 * @param shape extents of its weights
 * @param layout of its weights
 * @param bytes of its constants
 * @param micros median time of one inference of it alone, in µs; empty if it cannot run alone
 */
public record LayerCost(
    int operator, List<Integer> shape, LayerLayout layout, long bytes, Optional<Double> micros) {
  public LayerCost {
    shape = List.copyOf(shape);
  }
}
