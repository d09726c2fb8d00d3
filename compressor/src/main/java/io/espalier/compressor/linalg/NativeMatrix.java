package io.espalier.compressor.linalg;

import org.bytedeco.javacpp.FloatPointer;

/**
 * A matrix of floats outside the heap, row by row, so that OpenBLAS works on it, or on a block of
 * it, in place; arrays it has to be handed as copies. Threads may work on blocks that do not
 * overlap.
 */
public final class NativeMatrix implements AutoCloseable {
  private final int rows;
  private final int columns;
  private final FloatPointer values;

  /** A matrix of zeros, at least 1 × 1. */
  public NativeMatrix(int rows, int columns) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "matrix: expected at least 1 × 1, found %d × %d".formatted(rows, columns));
    }
    this.rows = rows;
    this.columns = columns;
    values = new FloatPointer((long) rows * columns);
    values.zero();
  }

  /** A copy of a matrix. */
  public static NativeMatrix of(Matrix matrix) {
    NativeMatrix copy = new NativeMatrix(matrix.rows(), matrix.columns());
    copy.set(0, matrix.values());
    return copy;
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** How many values a row has. */
  public int columns() {
    return columns;
  }

  /** Overwrites rows from {@code row} on with whole rows. */
  public void set(int row, float[] whole) {
    set(row, whole, 0, whole.length);
  }

  /** Overwrites rows from {@code row} on with {@code count} numbers, which make whole rows. */
  public void set(int row, float[] source, int from, int count) {
    requireRows(row, count);
    at((long) row * columns).put(source, from, count);
  }

  /** Copies rows from {@code row} on, as many as fill the array. */
  public void get(int row, float[] whole) {
    get(row, whole, whole.length);
  }

  /** Copies rows from {@code row} on, {@code count} numbers in all, to the start of the array. */
  public void get(int row, float[] target, int count) {
    requireRows(row, count);
    at((long) row * columns).get(target, 0, count);
  }

  /** The matrix on the heap. */
  public Matrix copy() {
    Matrix copy = Matrix.zeros(rows, columns);
    get(0, copy.values());
    return copy;
  }

  /** All of it. */
  public Block all() {
    return block(0, 0, rows, columns);
  }

  /** A part of it, which shares its values. */
  public Block block(int row, int column, int height, int width) {
    return new Block(this, row, column, height, width);
  }

  @Override
  public void close() {
    values.close();
  }

  /** Where a value lies; the pointer keeps the memory from being freed while it is reachable. */
  FloatPointer at(long index) {
    if (values.isNull()) {
      throw new IllegalStateException("matrix: used after it was closed");
    }
    return values.getPointer(index);
  }

  private void requireRows(int row, int count) {
    if (row < 0 || count % columns != 0 || row + count / columns > rows) {
      throw new IllegalArgumentException(
          "matrix: %d values do not fill rows of %d from row %d of %d"
              .formatted(count, columns, row, rows));
    }
  }

  /**
   * A part of a matrix.
   *
   * @param of the matrix, which stays open as long as the part is used
   * @param row its first
   * @param column its first
   * @param rows at least 1
   * @param columns at least 1
   */
  public record Block(NativeMatrix of, int row, int column, int rows, int columns) {
    /**
     * @throws IllegalArgumentException if it reaches out of the matrix
     */
    public Block {
      if (row < 0
          || column < 0
          || rows < 1
          || columns < 1
          || rows > of.rows - row
          || columns > of.columns - column) {
        throw new IllegalArgumentException(
            "block: %d × %d at %d, %d reaches out of %d × %d"
                .formatted(rows, columns, row, column, of.rows, of.columns));
      }
    }

    FloatPointer values() {
      return of.at((long) row * of.columns + column);
    }

    int stride() {
      return of.columns;
    }
  }
}
