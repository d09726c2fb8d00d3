package io.espalier.compressor.tflite;

import io.espalier.compressor.flat.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a matrix without their zeros: of each row the blocks of neighbours that are not all
 * zero, from left to right.
 *
 * @param rows of the matrix
 * @param columns of the matrix, a multiple of {@code block}
 * @param block how many neighbours are stored together
 * @param segments where in {@code indices} each row begins, then where the last one ends
 * @param indices of each block its column, in blocks
 * @param values of the blocks, one after the other
 */
@SuppressWarnings("ArrayRecordComponent")
record SparseRows(int rows, int columns, int block, int[] segments, int[] indices, float[] values) {
  private static final int DENSE = 0;
  private static final int COMPRESSED = 1;

  /**
   * Leaves the zeros out; a matrix of nothing else keeps its first block, since a tensor without
   * bytes is no constant to TensorFlow Lite.
   *
   * @param matrix row by row
   */
  static SparseRows of(float[] matrix, int rows, int columns, int block) {
    int[] segments = new int[rows + 1];
    int[] indices = new int[matrix.length / block];
    float[] values = new float[matrix.length];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column += block) {
        int at = row * columns + column;
        if (!isZero(matrix, at, block) || (count == 0 && at == matrix.length - block)) {
          indices[count] = column / block;
          System.arraycopy(matrix, at, values, count * block, block);
          count++;
        }
      }
      segments[row + 1] = count;
    }
    return new SparseRows(
        rows,
        columns,
        block,
        segments,
        Arrays.copyOf(indices, count),
        Arrays.copyOf(values, count * block));
  }

  /** What a tensor's {@code sparsity} says of its values. */
  Table sparsity() {
    List<Table> dimensions = new ArrayList<>();
    dimensions.add(dense(rows));
    dimensions.add(
        TfLiteFormat.table("DimensionMetadata")
            .withInteger("format", COMPRESSED)
            .withTable("array_segments", vector(segments))
            .withTable("array_indices", vector(indices)));
    if (block > 1) {
      dimensions.add(dense(block));
    }
    Table sparsity =
        TfLiteFormat.table("SparsityParameters")
            .withIntegers("traversal_order", IntStream.range(0, dimensions.size()).toArray())
            .withTables("dim_metadata", dimensions);
    return block > 1 ? sparsity.withIntegers("block_map", 1) : sparsity;
  }

  private static boolean isZero(float[] matrix, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (matrix[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static Table dense(int extent) {
    return TfLiteFormat.table("DimensionMetadata")
        .withInteger("format", DENSE)
        .withInteger("dense_size", extent);
  }

  /** In the narrowest numbers; the interpreter widens them when it loads the file. */
  private static Table vector(int[] numbers) {
    String type =
        switch (bytesOfEach(numbers)) {
          case 1 -> "Uint8Vector";
          case 2 -> "Uint16Vector";
          default -> "Int32Vector";
        };
    return TfLiteFormat.table(type).withIntegers("values", numbers);
  }

  private static int bytesOfEach(int[] numbers) {
    int most = Arrays.stream(numbers).max().orElse(0);
    return most < 1 << 8 ? 1 : most < 1 << 16 ? 2 : 4;
  }
}
