package io.espalier.compressor.tflite;

/** Networks keep weights by input, TensorFlow Lite by output. */
final class Transpose {
  private Transpose() {}

  /** From {@code rows} × {@code columns} to {@code columns} × {@code rows}. */
  static float[] of(float[] values, int rows, int columns) {
    float[] transposed = new float[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = values[i * columns + j];
      }
    }
    return transposed;
  }
}
