package io.espalier.compressor.linalg;

import java.util.Arrays;

/** The factor R of a symmetric positive definite matrix A = RᵀR, and what it solves. */
public final class Cholesky {
  private final int n;
  private final double[] factor;

  private Cholesky(int n, double[] factor) {
    this.n = n;
    this.factor = factor;
  }

  /**
   * Factors a matrix in place.
   *
   * @param n rows, at least 0
   * @param matrix n × n row by row, of which the upper triangle is read and overwritten
   * @throws ArithmeticException if it is not positive definite
   */
  public static Cholesky factor(int n, double[] matrix) {
    for (int k = 0; k < n; k++) {
      double pivot = matrix[k * n + k];
      if (!(pivot > 0)) {
        throw new ArithmeticException(
            "cholesky: expected a positive definite matrix, found pivot %s in row %d"
                .formatted(pivot, k));
      }
      scale(matrix, k * n + k, (k + 1) * n, 1 / Math.sqrt(pivot));
      for (int i = k + 1; i < n; i++) {
        double share = matrix[k * n + i];
        if (share != 0) {
          subtract(matrix, i * n + i, (i + 1) * n, share, matrix, (k - i) * n);
        }
      }
    }
    return new Cholesky(n, matrix);
  }

  /** Replaces b, of length n, by A⁻¹b. */
  public void solve(double[] b) {
    for (int k = 0; k < n; k++) {
      b[k] /= factor[k * n + k];
      for (int i = k + 1; i < n; i++) {
        b[i] -= factor[k * n + i] * b[k];
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      double sum = b[k];
      for (int i = k + 1; i < n; i++) {
        sum -= factor[k * n + i] * b[i];
      }
      b[k] = sum / factor[k * n + k];
    }
  }

  /** The diagonal of A⁻¹. */
  public double[] inverseDiagonal() {
    // A⁻¹ = R⁻¹R⁻ᵀ, so its diagonal holds the squared lengths of the rows of R⁻¹, which follow from
    // the last to the first.
    double[] inverse = factor.clone();
    double[] diagonal = new double[n];
    double[] row = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      Arrays.fill(row, 0);
      row[i] = 1;
      for (int k = i + 1; k < n; k++) {
        subtract(row, k, n, factor[i * n + k], inverse, k * n);
      }
      scale(row, i, n, 1 / factor[i * n + i]);
      for (int k = i; k < n; k++) {
        inverse[i * n + k] = row[k];
        diagonal[i] += row[k] * row[k];
      }
    }
    return diagonal;
  }

  private static void scale(double[] values, int from, int to, double by) {
    for (int i = from; i < to; i++) {
      values[i] *= by;
    }
  }

  /** Takes a multiple of another row from one; a loop of its own, so that it is vectorised. */
  private static void subtract(
      double[] values, int from, int to, double share, double[] others, int start) {
    for (int i = from; i < to; i++) {
      values[i] -= share * others[start + i];
    }
  }
}
