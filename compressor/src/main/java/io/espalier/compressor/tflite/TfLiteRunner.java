package io.espalier.compressor.tflite;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a {@code .tflite} file of any inputs and outputs that are numbers, by TensorFlow Lite. For
 * one thread at a time; holds native memory until it is closed.
 */
public final class TfLiteRunner implements AutoCloseable {
  private static final int MAX_BATCH = 256;

  /** Of all that flows at once: more would not be faster. */
  private static final long MAX_BATCH_BYTES = 1L << 28;

  private final Session session;

  private TfLiteRunner(Session session) {
    this.session = session;
  }

  /**
   * Loads a model, with XNNPACK.
   *
   * @param file the bytes of the file
   * @param threads how many threads an inference may use, at least 1
   * @throws TfLiteException if the bytes are no valid file, or TensorFlow Lite cannot run it
   */
  public static TfLiteRunner open(byte[] file, int threads) {
    return open(file, threads, Kernels.XNNPACK);
  }

  /**
   * Loads a model.
   *
   * @param file the bytes of the file
   * @param threads how many threads an inference may use, at least 1
   * @param kernels what computes it; a file with operators whose results nobody reads runs without
   *     XNNPACK, which would end the process
   * @throws TfLiteException if the bytes are no valid file, or TensorFlow Lite cannot run it
   */
  public static TfLiteRunner open(byte[] file, int threads, Kernels kernels) {
    return new TfLiteRunner(Session.open(file, threads, kernels, false));
  }

  /**
   * What the model makes of samples: a matrix for each output, one sample a row. Numbers are
   * quantised on the way in, and dequantised on the way out, where the model says so. Where it
   * leaves extents open, the samples decide; where it takes one sample at a time, it is given one.
   *
   * @throws TfLiteException if the samples do not fit the model
   */
  public List<Matrix> run(CalibrationData data) {
    return run(data.inputs());
  }

  /** What a model of one input makes of {@code rows} in its first output, one sample a row. */
  public Matrix run(Matrix rows) {
    if (rows.rows() == 0) {
      int[] shape = session.outputs().get(0).shape();
      return Matrix.zeros(0, shape.length == 0 ? 1 : shape[shape.length - 1]);
    }
    return run(List.of(SampleArray.rows("x", rows))).get(0);
  }

  /** The class that a classifier of one input gives to each of {@code rows}. */
  public int[] classes(Matrix rows) {
    NativeTensor output = session.outputs().get(0);
    if (output.type() != ElementType.INT32 || output.shape().length != 1) {
      throw new IllegalArgumentException(
          "run: expected an output of integers in one dimension, found %s in %d"
              .formatted(output.type(), output.shape().length));
    }
    Matrix classes = run(rows);
    int[] numbers = new int[classes.rows()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (int) classes.get(i, 0);
    }
    return numbers;
  }

  /** How many operators the file's main graph has. */
  public int operatorsTotal() {
    return session.operatorsTotal();
  }

  /** How many of them XNNPACK took; TensorFlow Lite's own kernels run the others. */
  public int operatorsDelegated() {
    return session.operatorsDelegated();
  }

  @Override
  public void close() {
    session.close();
  }

  private List<Matrix> run(List<SampleArray> arrays) {
    SampleFeed feed =
        new SampleFeed(session, arrays, MAX_BATCH, MAX_BATCH_BYTES, Session::flowBytes);
    List<Matrix> results = new ArrayList<>();
    for (int from = 0; from < feed.samples(); from += feed.batch()) {
      int count = Math.min(feed.batch(), feed.samples() - from);
      feed.run(from, count);
      List<NativeTensor> outputs = session.outputs();
      for (int k = 0; k < outputs.size(); k++) {
        if (from == 0) {
          results.add(Matrix.zeros(feed.samples(), outputs.get(k).count() / count));
        }
        read(outputs.get(k), results.get(k), from, count);
      }
    }
    return results;
  }

  private static void read(NativeTensor output, Matrix result, int from, int count) {
    if (output.count() != count * result.columns()) {
      throw new TfLiteException(
          "output '%s': expected %d values of a sample as before, found %d"
              .formatted(output.name(), result.columns(), output.count() / count));
    }
    output.read(result.values(), from * result.columns(), output.count());
  }
}
