package io.espalier.compressor.score;

import io.espalier.compressor.linalg.Matrix;
import java.util.Arrays;

/** Mean and variance of each input of a group of units. */
final class InputMoments implements BatchSums.Sum<InputMoments> {
  private final double[] means;
  private final double[] squares;
  private long rows;

  /** Of that many inputs, before the first batch. */
  InputMoments(int inputs) {
    means = new double[inputs];
    squares = new double[inputs];
  }

  @Override
  public void add(BatchSums.Look look) {
    Matrix x = look.batch().inputs();
    int n = means.length;
    // Squares are summed about the first row: that keeps the digits which a large mean would cost.
    float[] centre = Arrays.copyOf(x.values(), n);
    float[] row = new float[n];
    float[] sums = new float[n];
    float[] sumsOfSquares = new float[n];
    for (int r = 0; r < x.rows(); r++) {
      System.arraycopy(x.values(), r * n, row, 0, n);
      addRow(row, centre, sums, sumsOfSquares);
    }
    InputMoments batch = new InputMoments(n);
    batch.rows = x.rows();
    for (int i = 0; i < n; i++) {
      double off = sums[i] / (double) x.rows();
      batch.means[i] = centre[i] + off;
      batch.squares[i] = Math.max(0, sumsOfSquares[i] - off * sums[i]);
    }
    merge(batch);
  }

  private static void addRow(float[] row, float[] centre, float[] sums, float[] sumsOfSquares) {
    for (int i = 0; i < row.length; i++) {
      float off = row[i] - centre[i];
      sums[i] += off;
      sumsOfSquares[i] += off * off;
    }
  }

  /** By T. F. Chan, G. H. Golub, R. J. LeVeque (1979). */
  @Override
  public void merge(InputMoments later) {
    long all = rows + later.rows;
    if (all == 0) {
      return;
    }
    for (int i = 0; i < means.length; i++) {
      double apart = later.means[i] - means[i];
      squares[i] += later.squares[i] + apart * apart * rows * later.rows / all;
      means[i] += apart * later.rows / all;
    }
    rows = all;
  }

  long rows() {
    return rows;
  }

  /** The mean of an input. */
  double mean(int input) {
    return means[input];
  }

  /** The standard deviation of an input. */
  double deviation(int input) {
    return Math.sqrt(squares[input] / rows);
  }

  /** The root of the mean square of an input. */
  double size(int input) {
    return Math.sqrt(squares[input] / rows + means[input] * means[input]);
  }
}
