package io.espalier.compressor.tflite;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinDelegate;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteFloat32;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteInt32;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteOk;

import io.espalier.compressor.linalg.Matrix;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.tensorflow.lite.schema.Model;

/**
 * Runs a {@code .tflite} file of one input, rows of floats, and one output, by TensorFlow Lite with
 * XNNPACK. For one thread at a time; holds native memory until it is closed.
 */
public final class TfLiteRunner implements AutoCloseable {
  private static final int MAX_BATCH = 256;

  private final NativeHandles handles;
  private final Interpreter interpreter;
  private final int operatorsTotal;
  private final int inputWidth;
  private int batch = 1;

  private TfLiteRunner(NativeHandles handles, Interpreter interpreter, int operatorsTotal) {
    this.handles = handles;
    this.interpreter = interpreter;
    this.operatorsTotal = operatorsTotal;
    this.inputWidth = lastExtent(interpreter.input_tensor(0));
  }

  /**
   * Loads a model.
   *
   * @param file the bytes of the file
   * @param threads how many threads an inference may use, at least 1
   * @throws TfLiteException if the bytes are no valid file, or TensorFlow Lite cannot run it
   */
  public static TfLiteRunner open(byte[] file, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
    }
    NativeHandles handles = new NativeHandles();
    try {
      Interpreter interpreter = interpreter(handles, file, threads);
      // The verifier has seen the file, so reading it here cannot fail.
      Model model = Model.getRootAsModel(ByteBuffer.wrap(file));
      return new TfLiteRunner(handles, interpreter, model.subgraphs(0).operatorsLength());
    } catch (RuntimeException e) {
      handles.close();
      throw e;
    }
  }

  /** What the model makes of {@code rows} (any number × inputs): as many rows of its outputs. */
  public Matrix run(Matrix rows) {
    TfLiteTensor output = output(kTfLiteFloat32, 2, "floats in two dimensions");
    Matrix results = Matrix.zeros(rows.rows(), lastExtent(output));
    int width = results.columns();
    inBatches(
        rows,
        (from, count) ->
            interpreter
                .typed_output_tensor_float(0)
                .get(results.values(), from * width, count * width));
    return results;
  }

  /** The class that a classifier gives to each of {@code rows} (any number × inputs). */
  public int[] classes(Matrix rows) {
    output(kTfLiteInt32, 1, "integers in one dimension");
    int[] classes = new int[rows.rows()];
    inBatches(
        rows, (from, count) -> interpreter.typed_output_tensor_int(0).get(classes, from, count));
    return classes;
  }

  /** How many operators the file has. */
  public int operatorsTotal() {
    return operatorsTotal;
  }

  /** How many of them XNNPACK took; TensorFlow Lite's own kernels run the others. */
  public int operatorsDelegated() {
    IntPointer plan = interpreter.execution_plan();
    int own = 0;
    for (long i = 0; i < plan.limit(); i++) {
      int code = interpreter.node_and_registration(plan.get(i)).second().builtin_code();
      if (code != kTfLiteBuiltinDelegate) {
        own++;
      }
    }
    return operatorsTotal - own;
  }

  @Override
  public void close() {
    handles.close();
  }

  @FunctionalInterface
  private interface BatchReader {
    void read(int fromRow, int count);
  }

  private void inBatches(Matrix rows, BatchReader reader) {
    if (rows.columns() != inputWidth) {
      throw new IllegalArgumentException(
          "run: expected rows of %d values, found %d".formatted(inputWidth, rows.columns()));
    }
    for (int from = 0; from < rows.rows(); from += MAX_BATCH) {
      int count = Math.min(MAX_BATCH, rows.rows() - from);
      resize(count);
      interpreter
          .typed_input_tensor_float(0)
          .put(rows.values(), from * inputWidth, count * inputWidth);
      require(interpreter.Invoke(), "an inference failed");
      reader.read(from, count);
    }
  }

  private void resize(int rows) {
    if (rows == batch) {
      return;
    }
    int[] shape = {rows, inputWidth};
    require(
        interpreter.ResizeInputTensor(interpreter.inputs().get(0), shape),
        "a batch of " + rows + " rows is not supported");
    require(interpreter.AllocateTensors(), "not enough memory for a batch of " + rows + " rows");
    batch = rows;
  }

  private TfLiteTensor output(int type, int dimensions, String name) {
    TfLiteTensor output = interpreter.output_tensor(0);
    if (output.type() != type || output.dims().size() != dimensions) {
      throw new IllegalArgumentException(
          "run: expected an output of %s, found type %d in %d"
              .formatted(name, output.type(), output.dims().size()));
    }
    return output;
  }

  private static Interpreter interpreter(NativeHandles handles, byte[] file, int threads) {
    // Constants are used where they lie: native memory is aligned as the file expects.
    BytePointer bytes = handles.own(new BytePointer(file));
    FlatBufferModel model = FlatBufferModel.VerifyAndBuildFromBuffer(bytes, file.length);
    if (model == null) {
      throw new TfLiteException("model: %d bytes that are no .tflite file".formatted(file.length));
    }
    handles.own(model);
    BuiltinOpResolver resolver = handles.own(new BuiltinOpResolver());
    Interpreter interpreter = new Interpreter((Pointer) null);
    try (InterpreterBuilder builder = new InterpreterBuilder(model, resolver)) {
      require(builder.SetNumThreads(threads), threads + " threads are not supported");
      require(builder.apply(interpreter), "it has operators that cannot be run");
    }
    handles.own(interpreter);
    if (interpreter.inputs().limit() != 1 || interpreter.outputs().limit() != 1) {
      throw new TfLiteException(
          "model: expected one input and one output, found %d and %d"
              .formatted(interpreter.inputs().limit(), interpreter.outputs().limit()));
    }
    TfLiteTensor input = interpreter.input_tensor(0);
    if (input.type() != kTfLiteFloat32 || input.dims().size() != 2 || input.dims().data(0) != 1) {
      throw new TfLiteException("model: expected an input of floats, 1 × width");
    }
    require(interpreter.AllocateTensors(), "its operators cannot be prepared");
    return interpreter;
  }

  private static int lastExtent(TfLiteTensor tensor) {
    return tensor.dims().data(tensor.dims().size() - 1);
  }

  private static void require(int status, String otherwise) {
    if (status != kTfLiteOk) {
      throw new TfLiteException("model: " + otherwise);
    }
  }
}
