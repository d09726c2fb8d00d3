package io.espalier.node.inference;

/**
 * A loaded model with one input of real numbers, of whose outputs one is read. What it stores as
 * quantised bytes is floats here. Rows are samples; everything is row-major. Not thread-safe.
 */
public interface InferenceEngine extends AutoCloseable {
  /** Makes an engine of a model. */
  @FunctionalInterface
  interface Loader {
    /**
     * Loads a model for batches of one row.
     *
     * @param file the bytes of a {@code .tflite} file
     * @param threads of the interpreter, at least 1
     * @throws EngineException if it is no model that can be run
     */
    InferenceEngine load(byte[] file, int threads) throws EngineException;
  }

  /** Floats in a row of input. */
  int inputWidth();

  /** Values in a row of output. */
  int outputWidth();

  /** What those values are. */
  OutputType outputType();

  /**
   * From here on reads the first output that has so many floats a row; without such an output, goes
   * on with the one it reads. That is the first of all to begin with.
   */
  void preferOutput(int width);

  /** How much of the model XNNPACK took, for the present batch size. */
  Delegation delegation();

  /**
   * Makes room for batches of {@code batch} rows.
   *
   * @throws EngineException if the model cannot take that many
   */
  void resize(int batch) throws EngineException;

  /**
   * Copies a batch in and runs the model on it. Allocates nothing.
   *
   * @param rows batch × {@link #inputWidth()} floats
   * @throws EngineException if the model fails
   */
  void run(float[] rows) throws EngineException;

  /**
   * Copies the output of the last run out.
   *
   * @param rows batch × {@link #outputWidth()} floats
   * @throws IllegalStateException if the output is not {@link OutputType#FLOAT32}
   */
  void copyOutput(float[] rows);

  /**
   * Copies the output of the last run out.
   *
   * @param rows batch × {@link #outputWidth()} numbers
   * @throws IllegalStateException if the output is not {@link OutputType#INT32}
   */
  void copyOutput(int[] rows);

  @Override
  void close();
}
