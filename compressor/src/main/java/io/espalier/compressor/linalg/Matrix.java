package io.espalier.compressor.linalg;

import java.util.Arrays;

/**
 * A matrix of floats over an array that it does not copy.
 *
 * @param rows at least 0
 * @param columns at least 1
 * @param values rows × columns, row by row
 */
@SuppressWarnings("ArrayRecordComponent")
public record Matrix(int rows, int columns, float[] values) {
  /**
   * @throws IllegalArgumentException if the array does not fit the shape
   */
  public Matrix {
    if (rows < 0 || columns < 1 || values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "matrix: %d values do not fit %d × %d".formatted(values.length, rows, columns));
    }
  }

  /** A matrix of zeros. */
  public static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns, new float[Math.multiplyExact(rows, columns)]);
  }

  /** The value in row {@code i}, column {@code j}. */
  public float get(int i, int j) {
    return values[i * columns + j];
  }

  /** A copy of the rows from {@code from} to before {@code to}. */
  public Matrix rows(int from, int to) {
    return new Matrix(to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns));
  }

  /** A copy of the rows of those numbers, in that order. */
  public Matrix rows(int[] numbers) {
    Matrix picked = zeros(numbers.length, columns);
    for (int i = 0; i < numbers.length; i++) {
      System.arraycopy(values, numbers[i] * columns, picked.values, i * columns, columns);
    }
    return picked;
  }

  /** This · other. */
  public Matrix times(Matrix other) {
    if (columns != other.rows) {
      throw new IllegalArgumentException(
          "product: %d columns do not fit %d rows".formatted(columns, other.rows));
    }
    Matrix product = zeros(rows, other.columns);
    Blas.multiply(rows, other.columns, columns, values, other.values, 0f, product.values);
    return product;
  }

  /** Adds {@code row} to every row, in place. */
  public void addToEachRow(float[] row) {
    float[] sum = new float[columns];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, sum, 0, columns);
      Vectors.addMultiple(sum, 1f, row);
      System.arraycopy(sum, 0, values, i * columns, columns);
    }
  }

  /** The mean of each column. */
  public float[] columnMeans() {
    double[] sums = new double[columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        sums[j] += values[i * columns + j];
      }
    }
    float[] means = new float[columns];
    for (int j = 0; j < columns; j++) {
      means[j] = (float) (sums[j] / rows);
    }
    return means;
  }

  /** A copy with {@code centre} taken from every row. */
  public Matrix centred(float[] centre) {
    Matrix centred = zeros(rows, columns);
    for (int i = 0; i < rows; i++) {
      int start = i * columns;
      for (int j = 0; j < columns; j++) {
        centred.values[start + j] = values[start + j] - centre[j];
      }
    }
    return centred;
  }
}
