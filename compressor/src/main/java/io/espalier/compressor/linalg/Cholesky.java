package io.espalier.compressor.linalg;

/** The factor R of a symmetric positive definite matrix A = RᵀR, and what it solves. */
public final class Cholesky {
  private final double[][] factor;

  private Cholesky(double[][] factor) {
    this.factor = factor;
  }

  /**
   * Factors a matrix in place.
   *
   * @param rows n rows of n, of which the upper triangle is read and overwritten
   * @throws ArithmeticException if it is not positive definite
   */
  public static Cholesky factor(double[][] rows) {
    for (int k = 0; k < rows.length; k++) {
      double[] row = rows[k];
      if (!(row[k] > 0)) {
        throw new ArithmeticException(
            "cholesky: expected a positive definite matrix, found pivot %s in row %d"
                .formatted(row[k], k));
      }
      Vectors.scale(row, 1 / Math.sqrt(row[k]), k);
      for (int i = k + 1; i < rows.length; i++) {
        if (row[i] != 0) {
          Vectors.addMultiple(rows[i], -row[i], row, i);
        }
      }
    }
    return new Cholesky(rows);
  }

  /** Replaces b, of length n, by A⁻¹b. */
  public void solve(double[] b) {
    int n = factor.length;
    for (int k = 0; k < n; k++) {
      b[k] /= factor[k][k];
      Vectors.addMultiple(b, -b[k], factor[k], k + 1);
    }
    for (int k = n - 1; k >= 0; k--) {
      double sum = b[k];
      for (int i = k + 1; i < n; i++) {
        sum -= factor[k][i] * b[i];
      }
      b[k] = sum / factor[k][k];
    }
  }

  /** The diagonal of A⁻¹. */
  public double[] inverseDiagonal() {
    // A⁻¹ = R⁻¹R⁻ᵀ, so its diagonal holds the squared lengths of the rows of R⁻¹, which follow from
    // the last to the first.
    int n = factor.length;
    double[][] inverse = new double[n][n];
    double[] diagonal = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double[] row = inverse[i];
      row[i] = 1;
      for (int k = i + 1; k < n; k++) {
        Vectors.addMultiple(row, -factor[i][k], inverse[k], k);
      }
      Vectors.scale(row, 1 / factor[i][i], i);
      for (int k = i; k < n; k++) {
        diagonal[i] += row[k] * row[k];
      }
    }
    return diagonal;
  }
}
