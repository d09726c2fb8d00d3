package io.espalier.compressor.linalg;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

/** The few products that are needed, on row-major arrays. */
public final class Blas {
  static {
    blas_set_num_threads(1);
  }

  private Blas() {}

  /** C[m][n] = A[m][k] · B[k][n] + beta · C. */
  public static void multiply(int m, int n, int k, float[] a, float[] b, float beta, float[] c) {
    require(m, n, k, a, b, c);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1f, a, k, b, n, beta, c, n);
  }

  /** C[m][n] = Aᵀ · B + beta · C, with A[k][m] and B[k][n]. */
  public static void multiplyTransposedLeft(
      int m, int n, int k, float[] a, float[] b, float beta, float[] c) {
    require(m, n, k, a, b, c);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, k, 1f, a, m, b, n, beta, c, n);
  }

  /** C[m][n] = A · Bᵀ + beta · C, with A[m][k] and B[n][k]. */
  public static void multiplyTransposedRight(
      int m, int n, int k, float[] a, float[] b, float beta, float[] c) {
    require(m, n, k, a, b, c);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1f, a, k, b, k, beta, c, n);
  }

  private static void require(int m, int n, int k, float[] a, float[] b, float[] c) {
    // OpenBLAS checks nothing: a short array would be read or written past its end.
    if (a.length < (long) m * k || b.length < (long) k * n || c.length < (long) m * n) {
      throw new IllegalArgumentException(
          "product %d × %d × %d: arrays of %d, %d and %d are too short"
              .formatted(m, n, k, a.length, b.length, c.length));
    }
  }
}
