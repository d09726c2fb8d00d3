package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Matrix;
import java.util.Arrays;

/**
 * A support vector machine with the kernel e^(−γ‖x−y‖²) that tells classes apart one pair at a
 * time. The pairs of k classes are (0,1), (0,2), …, (k−2,k−1), by position in {@code labels}; the
 * first of a pair wins its vote where the decision value Σ coefficient · kernel − ρ is above 0.
 *
 * @param labels of the classes, ascending, none negative, at least two
 * @param supportVectors one per row
 * @param coefficients [pair][support vector], zero where a vector takes no part in a pair
 * @param rho [pair]
 * @param gamma γ, above 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record RbfSvm(
    int[] labels, Matrix supportVectors, double[][] coefficients, double[] rho, double gamma) {
  /**
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public RbfSvm {
    for (int k = 0; k < labels.length; k++) {
      if (labels[k] <= (k == 0 ? -1 : labels[k - 1])) {
        throw new IllegalArgumentException(
            "svm: expected labels from 0, ascending, found " + Arrays.toString(labels));
      }
    }
    int pairs = labels.length * (labels.length - 1) / 2;
    if (pairs < 1 || coefficients.length != pairs || rho.length != pairs) {
      throw new IllegalArgumentException(
          "svm: %d classes need %d pairs, found %d rows of coefficients and %d of rho"
              .formatted(labels.length, Math.max(1, pairs), coefficients.length, rho.length));
    }
    for (double[] row : coefficients) {
      if (row.length != supportVectors.rows()) {
        throw new IllegalArgumentException(
            "svm: expected %d coefficients per pair, found %d"
                .formatted(supportVectors.rows(), row.length));
      }
    }
    if (!(gamma > 0)) {
      throw new IllegalArgumentException("svm: expected gamma above 0, found " + gamma);
    }
  }

  /** The width of the rows that it classifies. */
  public int features() {
    return supportVectors.columns();
  }

  /** The number of pairs of classes. */
  public int pairs() {
    return rho.length;
  }

  /** The label of each of {@code rows}, in double precision. The lowest label wins a tie. */
  public int[] predict(Matrix rows) {
    int[] predicted = new int[rows.rows()];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = winner(decisionValues(rows, i));
    }
    return predicted;
  }

  /** The decision value of each pair for one of {@code rows}, in double precision. */
  public double[] decisionValues(Matrix rows, int row) {
    double[] kernel = new double[supportVectors.rows()];
    for (int s = 0; s < kernel.length; s++) {
      double squaredDistance = 0;
      for (int f = 0; f < features(); f++) {
        double difference = (double) rows.get(row, f) - supportVectors.get(s, f);
        squaredDistance += difference * difference;
      }
      kernel[s] = Math.exp(-gamma * squaredDistance);
    }
    double[] values = new double[pairs()];
    for (int p = 0; p < values.length; p++) {
      values[p] = -rho[p];
      for (int s = 0; s < kernel.length; s++) {
        values[p] += coefficients[p][s] * kernel[s];
      }
    }
    return values;
  }

  private int winner(double[] decisionValues) {
    int[] votes = new int[labels.length];
    int p = 0;
    for (int a = 0; a < labels.length; a++) {
      for (int b = a + 1; b < labels.length; b++) {
        votes[decisionValues[p++] > 0 ? a : b]++;
      }
    }
    int best = 0;
    for (int k = 1; k < votes.length; k++) {
      if (votes[k] > votes[best]) {
        best = k;
      }
    }
    return labels[best];
  }
}
