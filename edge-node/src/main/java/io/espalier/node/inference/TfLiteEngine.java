package io.espalier.node.inference;

import java.nio.IntBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;
import org.jspecify.annotations.Nullable;

/**
 * A model in TensorFlow Lite, on XNNPACK where XNNPACK takes it: the built-in resolver applies it
 * when tensors are allocated.
 */
public final class TfLiteEngine implements InferenceEngine {
  static {
    // Handles are closed here, in order. JavaCPP's own collector would cost a thread and count
    // native memory against the Java heap's limit; it asks once, when its first class is loaded.
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
  }

  private final NativeHandles handles;
  private final Interpreter interpreter;
  private final int operators;
  private final int inputTensor;
  private final int[] inputShape;
  private final int outputs;
  private int output;
  private OutputType outputType;
  private int outputWidth;
  private RealTensor input;
  private @Nullable RealTensor reals;
  private IntBuffer integers = IntBuffer.allocate(0);

  private TfLiteEngine(NativeHandles handles, Interpreter interpreter) throws EngineException {
    this.handles = handles;
    this.interpreter = interpreter;
    // Delegates come with the first allocation and add nodes of their own.
    this.operators = (int) interpreter.nodes_size();
    try (IntPointer inputs = interpreter.inputs();
        IntPointer outputs = interpreter.outputs()) {
      require(inputs.limit() == 1, "expected one input");
      require(outputs.limit() > 0, "expected an output");
      this.outputs = (int) outputs.limit();
      this.inputTensor = inputs.get(0);
    }
    TfLiteTensor in = interpreter.input_tensor(0);
    require(RealTensor.is(in), "expected an input of float32, or of quantised bytes");
    this.inputShape = shape(in);
    require(inputShape.length > 1, "expected an input of at least two dimensions");
    this.outputType = outputType(interpreter.output_tensor(output));
    this.input = allocate(1);
    this.outputWidth = outputElements();
  }

  /**
   * The version of TensorFlow Lite.
   *
   * @throws EngineException if it cannot be loaded on this machine
   */
  public static String version() throws EngineException {
    try {
      return tensorflowlite.TfLiteVersion().getString();
    } catch (LinkageError e) {
      throw new EngineException(
          "TensorFlow Lite cannot be loaded on "
              + System.getProperty("os.arch")
              + ": "
              + e.getMessage());
    }
  }

  /**
   * Loads a model.
   *
   * @see InferenceEngine.Loader#load
   */
  public static InferenceEngine load(byte[] file, int threads) throws EngineException {
    NativeHandles handles = new NativeHandles();
    try {
      return new TfLiteEngine(handles, build(file, threads, handles));
    } catch (EngineException | RuntimeException | Error e) {
      handles.close();
      throw e;
    }
  }

  private static Interpreter build(byte[] file, int threads, NativeHandles handles)
      throws EngineException {
    // TensorFlow Lite reads weights in place, 16-byte aligned, which 64-bit malloc always is.
    BytePointer bytes = handles.own(new BytePointer(file));
    FlatBufferModel model = FlatBufferModel.VerifyAndBuildFromBuffer(bytes, file.length);
    require(model != null && !model.isNull(), "not a valid .tflite file");
    handles.own(model);
    BuiltinOpResolver resolver = handles.own(new BuiltinOpResolver());
    InterpreterBuilder builder = handles.own(new InterpreterBuilder(model, resolver));
    ok(builder.SetNumThreads(threads), "could not use " + threads + " threads");
    Interpreter interpreter = handles.own(new Interpreter((Pointer) null));
    ok(builder.apply(interpreter), "uses operators that TensorFlow Lite does not know");
    require(!interpreter.isNull(), "could not be built");
    return interpreter;
  }

  @Override
  public int inputWidth() {
    return product(inputShape, 1);
  }

  @Override
  public int outputWidth() {
    return outputWidth;
  }

  @Override
  public OutputType outputType() {
    return outputType;
  }

  @Override
  public void preferOutput(int width) {
    int rows = outputElements() / outputWidth;
    for (int i = 0; i < outputs; i++) {
      TfLiteTensor tensor = interpreter.output_tensor(i);
      int count = product(shape(tensor), 0);
      RealTensor mapped =
          RealTensor.is(tensor) && count == rows * width ? RealTensor.of(tensor, count) : null;
      if (mapped != null) {
        output = i;
        outputType = OutputType.FLOAT32;
        outputWidth = width;
        reals = mapped;
        return;
      }
    }
  }

  @Override
  public Delegation delegation() {
    int kept = 0;
    try (IntPointer plan = interpreter.execution_plan()) {
      for (long i = 0; i < plan.limit(); i++) {
        if (plan.get(i) < operators) {
          kept++;
        }
      }
    }
    return new Delegation(operators - kept, operators);
  }

  @Override
  public void resize(int batch) throws EngineException {
    input = allocate(batch);
    require(
        outputElements() == (long) batch * outputWidth,
        "expected " + outputWidth + " output values a row in a batch of " + batch);
  }

  @Override
  public void run(float[] rows) throws EngineException {
    input.put(rows);
    ok(interpreter.Invoke(), "failed while running");
  }

  @Override
  public void copyOutput(float[] rows) {
    requireOutput(OutputType.FLOAT32);
    Objects.requireNonNull(reals).get(rows);
  }

  @Override
  public void copyOutput(int[] rows) {
    requireOutput(OutputType.INT32);
    integers.get(0, rows, 0, integers.capacity());
  }

  @Override
  public void close() {
    handles.close();
  }

  /** Resizes, then maps the tensors again: they move when they are allocated. */
  private RealTensor allocate(int batch) throws EngineException {
    int[] shape = inputShape.clone();
    shape[0] = batch;
    ok(interpreter.ResizeInputTensor(inputTensor, shape), "cannot take a batch of " + batch);
    ok(interpreter.AllocateTensors(), "cannot be prepared for a batch of " + batch);
    RealTensor mapped = RealTensor.of(interpreter.input_tensor(0), product(shape, 0));
    // Memory that could not be had is not told in any other way.
    if (mapped == null) {
      throw new EngineException("needs more memory than there is for a batch of " + batch);
    }
    mapOutput();
    return mapped;
  }

  private void mapOutput() throws EngineException {
    if (outputType == OutputType.FLOAT32) {
      reals = RealTensor.of(interpreter.output_tensor(output), outputElements());
      require(reals != null, "expected an output whose size is known before it runs");
    } else {
      integers = interpreter.typed_output_tensor_int(output).capacity(outputElements()).asBuffer();
    }
  }

  private int outputElements() {
    return product(shape(interpreter.output_tensor(output)), 0);
  }

  private void requireOutput(OutputType wanted) {
    if (outputType != wanted) {
      throw new IllegalStateException("output: expected " + wanted + ", found " + outputType);
    }
  }

  private static OutputType outputType(TfLiteTensor tensor) throws EngineException {
    if (RealTensor.is(tensor)) {
      return OutputType.FLOAT32;
    }
    require(
        tensor.type() == tensorflowlite.kTfLiteInt32,
        "expected an output of float32, of quantised bytes, or of int32");
    return OutputType.INT32;
  }

  private static int[] shape(TfLiteTensor tensor) {
    TfLiteIntArray dims = tensor.dims();
    int[] shape = new int[dims.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = dims.data(i);
    }
    return shape;
  }

  private static int product(int[] shape, int from) {
    int product = 1;
    for (int i = from; i < shape.length; i++) {
      product = Math.multiplyExact(product, shape[i]);
    }
    return product;
  }

  private static void ok(int status, String otherwise) throws EngineException {
    require(status == tensorflowlite.kTfLiteOk, otherwise);
  }

  private static void require(boolean condition, String otherwise) throws EngineException {
    if (!condition) {
      throw new EngineException(otherwise);
    }
  }
}
