package io.espalier.compressor.head;

import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;

/** The kernel e^(−γ‖x−y‖²) of whole matrices, by way of one matrix product. */
record RbfKernel(double gamma) {
  /** [i][j] = the kernel of row i of {@code a} and row j of {@code b}. */
  Matrix between(Matrix a, Matrix b) {
    Matrix kernel = Matrix.zeros(a.rows(), b.rows());
    float[] values = kernel.values();
    Blas.multiplyTransposedRight(
        a.rows(), b.rows(), a.columns(), a.values(), b.values(), 0f, values);
    double[] normsA = squaredNorms(a);
    double[] normsB = squaredNorms(b);
    for (int i = 0; i < a.rows(); i++) {
      int start = i * b.rows();
      for (int j = 0; j < b.rows(); j++) {
        double squaredDistance = normsA[i] + normsB[j] - 2.0 * values[start + j];
        values[start + j] = (float) Math.exp(-gamma * Math.max(0, squaredDistance));
      }
    }
    return kernel;
  }

  private static double[] squaredNorms(Matrix rows) {
    double[] norms = new double[rows.rows()];
    for (int i = 0; i < norms.length; i++) {
      for (int f = 0; f < rows.columns(); f++) {
        double value = rows.get(i, f);
        norms[i] += value * value;
      }
    }
    return norms;
  }
}
