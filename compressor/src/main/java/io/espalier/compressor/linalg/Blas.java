package io.espalier.compressor.linalg;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import io.espalier.compressor.linalg.NativeMatrix.Block;

/**
 * The few products that are needed, on row-major arrays, which OpenBLAS sees as copies, and on
 * blocks of native matrices, which it works on in place.
 */
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

  /** C = alpha · A · B + beta · C. */
  public static void multiply(float alpha, Block a, Block b, float beta, Block c) {
    require(a.rows(), a.columns(), b.rows(), b.columns(), c);
    multiply(CblasNoTrans, CblasNoTrans, a.columns(), alpha, a, b, beta, c);
  }

  /** C = alpha · Aᵀ · B + beta · C. */
  public static void multiplyTransposedLeft(float alpha, Block a, Block b, float beta, Block c) {
    require(a.columns(), a.rows(), b.rows(), b.columns(), c);
    multiply(CblasTrans, CblasNoTrans, a.rows(), alpha, a, b, beta, c);
  }

  /** C = alpha · A · Bᵀ + beta · C. */
  public static void multiplyTransposedRight(float alpha, Block a, Block b, float beta, Block c) {
    require(a.rows(), a.columns(), b.columns(), b.rows(), c);
    multiply(CblasNoTrans, CblasTrans, a.columns(), alpha, a, b, beta, c);
  }

  private static void multiply(
      int left, int right, int k, float alpha, Block a, Block b, float beta, Block c) {
    cblas_sgemm(
        CblasRowMajor,
        left,
        right,
        c.rows(),
        c.columns(),
        k,
        alpha,
        a.values(),
        a.stride(),
        b.values(),
        b.stride(),
        beta,
        c.values(),
        c.stride());
  }

  private static void require(int rows, int inner, int innerToo, int columns, Block c) {
    if (inner != innerToo || c.rows() != rows || c.columns() != columns) {
      throw new IllegalArgumentException(
          "product: %d × %d times %d × %d does not make %d × %d"
              .formatted(rows, inner, innerToo, columns, c.rows(), c.columns()));
    }
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
