package io.espalier.compressor.score;

import io.espalier.compressor.linalg.Blas;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.linalg.NativeMatrix;
import io.espalier.compressor.linalg.NativeMatrix.Block;
import io.espalier.compressor.linalg.Workers;

/** Sums of products of inputs and wanted sums, from which a {@link Gram} is made. */
final class Moments implements AutoCloseable {
  private static final int BLOCK = 128;

  private final int n;
  private final int m;
  // Near the means, for floats keep the digits of a variance only if no large mean is taken off.
  private final float[] inputShift;
  private final float[] sumShift;
  private final double[] inputs;
  private final double[] sums;
  private final NativeMatrix squares;
  private final NativeMatrix products;
  private long rows;

  /** With no row yet; the first batch only says where the means are about. */
  Moments(Matrix firstInputs, Matrix firstSums) {
    n = firstInputs.columns();
    m = firstSums.columns();
    inputShift = firstInputs.columnMeans();
    sumShift = firstSums.columnMeans();
    inputs = new double[n];
    sums = new double[m];
    squares = new NativeMatrix(n, n);
    products = new NativeMatrix(n, m);
  }

  void add(Matrix moreInputs, Matrix moreSums, Workers workers) throws InterruptedException {
    Matrix x = moreInputs.centred(inputShift);
    Matrix z = moreSums.centred(sumShift);
    addColumns(x, inputs);
    addColumns(z, sums);
    rows += x.rows();
    try (NativeMatrix nativeX = NativeMatrix.of(x);
        NativeMatrix nativeZ = NativeMatrix.of(z)) {
      workers.forEach(
          (n + BLOCK - 1) / BLOCK, block -> addProducts(block * BLOCK, nativeX, nativeZ));
    }
  }

  /** Of the squares, only the rows of one block from the diagonal on: they are symmetric. */
  private void addProducts(int from, NativeMatrix x, NativeMatrix z) {
    int height = Math.min(BLOCK, n - from);
    Block left = x.block(0, from, x.rows(), height);
    Block right = x.block(0, from, x.rows(), n - from);
    Blas.multiplyTransposedLeft(1, left, right, 1, squares.block(from, from, height, n - from));
    Blas.multiplyTransposedLeft(1, left, z.all(), 1, products.block(from, 0, height, m));
  }

  Gram gram(double ridge) {
    Matrix covariance = squares.copy();
    Matrix cross = products.copy();
    float[] c = covariance.values();
    double trace = 0;
    for (int i = 0; i < n; i++) {
      double mean = inputs[i] / rows;
      for (int j = i; j < n; j++) {
        c[i * n + j] = (float) (c[i * n + j] / rows - mean * inputs[j] / rows);
        c[j * n + i] = c[i * n + j];
      }
      for (int j = 0; j < m; j++) {
        int at = i * m + j;
        cross.values()[at] = (float) (cross.values()[at] / rows - mean * sums[j] / rows);
      }
      trace += c[i * n + i];
    }
    // Inputs that never change explain nothing, whatever stands on the diagonal.
    float lambda = trace > Float.MIN_NORMAL ? (float) (ridge * trace / n) : 1f;
    for (int i = 0; i < n; i++) {
      c[i * n + i] = Math.max(0, c[i * n + i]) + lambda;
    }
    return new Gram(covariance, cross, means(inputs, inputShift), means(sums, sumShift));
  }

  private float[] means(double[] shifted, float[] shift) {
    float[] means = new float[shifted.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (shift[i] + shifted[i] / rows);
    }
    return means;
  }

  private static void addColumns(Matrix rows, double[] totals) {
    for (int r = 0; r < rows.rows(); r++) {
      int start = r * totals.length;
      for (int j = 0; j < totals.length; j++) {
        totals[j] += rows.values()[start + j];
      }
    }
  }

  @Override
  public void close() {
    squares.close();
    products.close();
  }
}
