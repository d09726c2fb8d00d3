package io.espalier.compressor.score;

import io.espalier.compressor.linalg.Matrix;

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
    float[] centre = x.columnMeans();
    float[] sums = new float[centre.length];
    float[] sumsOfSquares = new float[centre.length];
    for (int r = 0; r < x.rows(); r++) {
      addRow(x.values(), r * centre.length, centre, sums, sumsOfSquares);
    }
    InputMoments batch = new InputMoments(centre.length);
    batch.rows = x.rows();
    for (int i = 0; i < centre.length; i++) {
      double rest = sums[i] / (double) x.rows();
      batch.means[i] = centre[i] + rest;
      batch.squares[i] = Math.max(0, sumsOfSquares[i] - rest * sums[i]);
    }
    merge(batch);
  }

  private static void addRow(
      float[] x, int start, float[] centre, float[] sums, float[] sumsOfSquares) {
    for (int i = 0; i < centre.length; i++) {
      float off = x[start + i] - centre[i];
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

  /** The standard deviation of an input. */
  double deviation(int input) {
    return Math.sqrt(squares[input] / rows);
  }

  /** The root of the mean square of an input. */
  double size(int input) {
    return Math.sqrt(squares[input] / rows + means[input] * means[input]);
  }
}
