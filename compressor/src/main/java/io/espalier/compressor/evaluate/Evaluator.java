package io.espalier.compressor.evaluate;

import io.espalier.compressor.linalg.Matrix;
import java.util.Arrays;
import java.util.List;

/** Judges outputs, one sample a row. */
public final class Evaluator {
  private static final float THRESHOLD = .5f;

  private Evaluator() {}

  /**
   * The share of samples that are given their label, 0 to 1.
   *
   * @param outputs a column for each class, of which the largest counts, the first on a tie; or one
   *     column, which is a class where labels go beyond 1, and otherwise says 1 from ½ on
   * @param labels one a row, at least one
   * @throws IllegalArgumentException if there is not one label a row, or not a column for each
   */
  public static double accuracy(Matrix outputs, int[] labels) {
    if (labels.length == 0 || labels.length != outputs.rows()) {
      throw new IllegalArgumentException(
          "labels: expected %d, one a sample, found %d".formatted(outputs.rows(), labels.length));
    }
    int largest = Arrays.stream(labels).max().orElseThrow();
    int columns = outputs.columns();
    if (columns > 1 && largest >= columns) {
      throw new IllegalArgumentException(
          "labels: expected 0 to %d, for the model has %d outputs, found %d"
              .formatted(columns - 1, columns, largest));
    }
    int right = 0;
    for (int row = 0; row < labels.length; row++) {
      if (predicted(outputs, row, largest) == labels[row]) {
        right++;
      }
    }
    return right / (double) labels.length;
  }

  /**
   * How far outputs are from those of a reference: Σ (y − r)² / Σ (r − r̄)², with the mean r̄ of
   * each column of the reference. 0 is equal, 1 as far as the means alone would be. Where the
   * reference never varies, it is 1 as soon as anything differs.
   *
   * @throws IllegalArgumentException if the two differ in shape
   */
  public static double relativeError(List<Matrix> outputs, List<Matrix> reference) {
    if (outputs.size() != reference.size()) {
      throw new IllegalArgumentException(
          "outputs: expected %d as the reference has, found %d"
              .formatted(reference.size(), outputs.size()));
    }
    double error = 0;
    double spread = 0;
    for (int k = 0; k < outputs.size(); k++) {
      error += squaredDifference(outputs.get(k), reference.get(k));
      spread += squaredDeviation(reference.get(k));
    }
    if (error == 0) {
      return 0;
    }
    return spread == 0 ? 1 : error / spread;
  }

  private static int predicted(Matrix outputs, int row, int largestLabel) {
    if (outputs.columns() == 1) {
      float value = outputs.get(row, 0);
      if (largestLabel > 1) {
        return Math.round(value);
      }
      return value >= THRESHOLD ? 1 : 0;
    }
    int best = 0;
    for (int column = 1; column < outputs.columns(); column++) {
      if (outputs.get(row, column) > outputs.get(row, best)) {
        best = column;
      }
    }
    return best;
  }

  private static double squaredDifference(Matrix y, Matrix r) {
    if (y.rows() != r.rows() || y.columns() != r.columns()) {
      throw new IllegalArgumentException(
          "outputs: expected %d × %d as the reference has, found %d × %d"
              .formatted(r.rows(), r.columns(), y.rows(), y.columns()));
    }
    double sum = 0;
    for (int i = 0; i < y.values().length; i++) {
      double difference = (double) y.values()[i] - r.values()[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static double squaredDeviation(Matrix r) {
    float[] means = r.columnMeans();
    double sum = 0;
    for (int i = 0; i < r.values().length; i++) {
      double deviation = (double) r.values()[i] - means[i % means.length];
      sum += deviation * deviation;
    }
    return sum;
  }
}
