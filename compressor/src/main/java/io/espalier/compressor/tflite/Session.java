package io.espalier.compressor.tflite;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteBuiltinDelegate;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteMmapRo;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.kTfLiteOk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.InterpreterOptions;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.jspecify.annotations.Nullable;
import org.tensorflow.lite.schema.Model;

/** A file loaded into TensorFlow Lite. For one thread at a time; holds native memory. */
final class Session implements AutoCloseable {
  private final NativeHandles handles;
  private final Interpreter interpreter;
  private final Model model;
  private final boolean hasVariables;
  private int[][] shapes;

  private Session(NativeHandles handles, Interpreter interpreter, Model model) {
    this.handles = handles;
    this.interpreter = interpreter;
    this.model = model;
    if (inputs().isEmpty()) {
      throw new TfLiteException("model: expected at least one input, found none");
    }
    this.hasVariables = numbers(interpreter.variables()).length > 0;
    this.shapes = new int[0][];
    // Where more than the batch is open, the file's own extents are none to work with.
    if (inputs().stream().noneMatch(Session::isOpenBeyondTheBatch)) {
      int[][] own = inputs().stream().map(NativeTensor::shape).toArray(int[][]::new);
      require(interpreter.AllocateTensors(), "its operators cannot be prepared");
      shapes = own;
    }
  }

  /**
   * Loads a file.
   *
   * @param threads how many threads an inference may use, at least 1
   * @param kernels XNNPACK is left out where it would end the process
   * @param keepAll whether every tensor can be read after an inference, not the outputs only
   * @throws TfLiteException if the bytes are no valid file, or TensorFlow Lite cannot run it
   */
  static Session open(byte[] file, int threads, Kernels kernels, boolean keepAll) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
    }
    NativeHandles handles = new NativeHandles();
    try {
      // Constants are used where they lie: native memory is aligned as the file expects.
      BytePointer bytes = handles.own(new BytePointer(file));
      FlatBufferModel verified = FlatBufferModel.VerifyAndBuildFromBuffer(bytes, file.length);
      if (verified == null) {
        throw new TfLiteException(
            "model: %d bytes that are no .tflite file".formatted(file.length));
      }
      handles.own(verified);
      // The verifier has seen the file, so reading it here cannot fail.
      Model model = Model.getRootAsModel(ByteBuffer.wrap(file));
      boolean delegates = kernels == Kernels.XNNPACK && !DeadOperators.anyIn(model);
      BuiltinOpResolver resolver =
          handles.own(
              delegates ? new BuiltinOpResolver() : new BuiltinOpResolverWithoutDefaultDelegates());
      InterpreterOptions options = handles.own(new InterpreterOptions());
      options.SetPreserveAllTensors(keepAll);
      Interpreter interpreter = new Interpreter((Pointer) null);
      try (InterpreterBuilder builder = new InterpreterBuilder(verified, resolver, options)) {
        require(builder.SetNumThreads(threads), threads + " threads are not supported");
        require(builder.apply(interpreter), "it has operators that cannot be run");
      }
      handles.own(interpreter);
      return new Session(handles, interpreter, model);
    } catch (RuntimeException e) {
      handles.close();
      throw e;
    }
  }

  /** What the file says. */
  Model model() {
    return model;
  }

  List<NativeTensor> inputs() {
    return tensors(interpreter.inputs());
  }

  List<NativeTensor> outputs() {
    return tensors(interpreter.outputs());
  }

  /** A tensor of the main graph, by its number in the file. */
  NativeTensor tensor(int number) {
    return new NativeTensor(interpreter.tensor(number));
  }

  /**
   * Gives each input a shape.
   *
   * @return whether the operators can work with them; if not, they must be given others
   */
  boolean resize(int[][] wanted) {
    if (Arrays.deepEquals(shapes, wanted)) {
      return true;
    }
    int[] inputs = numbers(interpreter.inputs());
    shapes = new int[0][];
    for (int i = 0; i < wanted.length; i++) {
      if (interpreter.ResizeInputTensor(inputs[i], wanted[i]) != kTfLiteOk) {
        return false;
      }
    }
    if (interpreter.AllocateTensors() != kTfLiteOk) {
      return false;
    }
    shapes = wanted;
    return true;
  }

  /** Runs the model once on what its inputs hold. */
  void invoke() {
    // Samples must not see what others left behind.
    if (hasVariables) {
      require(interpreter.ResetVariableTensors(), "its variables cannot be set back");
    }
    require(interpreter.Invoke(), "an inference failed");
  }

  /** Bytes of everything that is not constant, as it is now. */
  long flowBytes() {
    long bytes = 0;
    for (int i = 0; i < interpreter.tensors_size(); i++) {
      TfLiteTensor tensor = interpreter.tensor(i);
      bytes += tensor.allocation_type() == kTfLiteMmapRo ? 0 : tensor.bytes();
    }
    return bytes;
  }

  /** How many operators the main graph has. */
  int operatorsTotal() {
    return model.subgraphs(0).operatorsLength();
  }

  /** How many of them XNNPACK took. */
  int operatorsDelegated() {
    int own = 0;
    for (int node : numbers(interpreter.execution_plan())) {
      int code = interpreter.node_and_registration(node).second().builtin_code();
      if (code != kTfLiteBuiltinDelegate) {
        own++;
      }
    }
    return operatorsTotal() - own;
  }

  @Override
  public void close() {
    handles.close();
  }

  private List<NativeTensor> tensors(IntPointer numbers) {
    return Arrays.stream(numbers(numbers)).mapToObj(this::tensor).toList();
  }

  private static int[] numbers(@Nullable IntPointer vector) {
    // An empty vector of C++ may have no address.
    if (vector == null) {
      return new int[0];
    }
    int[] numbers = new int[Math.toIntExact(vector.limit())];
    vector.get(numbers);
    return numbers;
  }

  private static boolean isOpenBeyondTheBatch(NativeTensor input) {
    return Arrays.stream(input.openShape()).skip(1).anyMatch(extent -> extent == NativeTensor.ANY);
  }

  private static void require(int status, String otherwise) {
    if (status != kTfLiteOk) {
      throw new TfLiteException("model: " + otherwise);
    }
  }
}
