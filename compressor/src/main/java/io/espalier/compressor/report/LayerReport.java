package io.espalier.compressor.report;

import java.util.List;
import java.util.Optional;

/**
 * What one layer paid.
 *
 * @param name as in the model
 * @param operator for instance {@code CONV_2D}
 * @param shape extents of its weights, as the file has them
 * @param layout of its weights in the file that was written: {@code dense}, {@code rows} or {@code
 *     blocks} without zeros
 * @param links how many it had
 * @param kept how many stayed
 * @param scoreMassKept the share of the sum of its scores that stayed, 0 to 1
 * @param sqnrDb signal to quantisation noise of its sums on the calibration data, in decibels;
 *     empty if they are equal
 * @param bytesBefore bytes of its constants in the file that was given
 * @param bytesAfter bytes of its constants in the file that was written
 * @param microsBefore median time of one inference of this layer alone, in µs; empty if it cannot
 *     run alone
 * @param microsAfter the same in the file that was written
 * @param scores how the scores of its links are spread
 */
public record LayerReport(
    String name,
    String operator,
    List<Integer> shape,
    String layout,
    int links,
    int kept,
    double scoreMassKept,
    Optional<Double> sqnrDb,
    long bytesBefore,
    long bytesAfter,
    Optional<Double> microsBefore,
    Optional<Double> microsAfter,
    ScoreHistogram scores) {
  public LayerReport {
    shape = List.copyOf(shape);
  }

  /** The share of its links that were pruned. */
  public double sparsity() {
    return 1 - kept / (double) links;
  }
}
